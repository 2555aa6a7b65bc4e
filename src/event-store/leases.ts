import type { Database } from './database.ts';

/** A lease that was granted. `token` grows with each grant of the name: whoever acts shows it, and an older one is refused. */
export interface Lease {
  readonly token: number;
  readonly expiresAt: Date;
}

/** Who may act on what, one holder a name at a time, for as long as it keeps renewing. */
export interface Leases {
  /** Grants the lease when it is free, expired, or already this holder's (with a new token, which fences its older self); undefined when it is another's. */
  acquire(name: string, holder: string, ttlMs: number): Promise<Lease | undefined>;
  /** Prolongs a lease to `ttlMs` from now; false when it has expired or gone to another: stop acting at once. */
  renew(name: string, holder: string, token: number, ttlMs: number): Promise<boolean>;
  /** Gives a lease back before its end; nothing happens when it is no longer ours. */
  release(name: string, holder: string, token: number): Promise<void>;
}

/** What openLeases() needs: a database with the event store's schema. */
export interface LeasesOptions {
  readonly database: Database;
  /** Leave it out where several machines share the database: then its own clock judges, and theirs may differ. */
  readonly now?: () => Date;
}

/** Leases kept in `event_store.leases`. Every method rejects when the database is out of reach: then nobody may assume to hold one. */
export function openLeases({ database, now }: LeasesOptions): Leases {
  const clock = () => now?.().toISOString() ?? null;
  return {
    async acquire(name, holder, ttlMs) {
      const [lease] = await database.query<Lease>(ACQUIRE, [name, holder, ttlMs, clock()]);
      return lease;
    },
    async renew(name, holder, token, ttlMs) {
      const renewed = await database.query(RENEW, [name, holder, ttlMs, clock(), token]);
      return renewed.length > 0;
    },
    async release(name, holder, token) {
      await database.query(RELEASE, [name, holder, token]);
    },
  };
}

const NOW = 'coalesce($4::timestamptz, clock_timestamp())';
const EXPIRY = `${NOW} + $3::float8 * interval '1 millisecond'`;

// A released lease keeps its row: its token must go on growing.
const ACQUIRE = `
  insert into event_store.leases as kept (name, holder, token, expires_at) values ($1, $2, 1, ${EXPIRY})
  on conflict (name) do update set holder = excluded.holder, token = kept.token + 1, expires_at = excluded.expires_at
   where kept.holder is null or kept.holder = excluded.holder or kept.expires_at <= ${NOW}
  returning token, expires_at as "expiresAt"`;

const RENEW = `
  update event_store.leases set expires_at = ${EXPIRY}
   where name = $1 and holder = $2 and token = $5 and expires_at > ${NOW} returning token`;

const RELEASE = 'update event_store.leases set holder = null where name = $1 and holder = $2 and token = $3';
