import { type EventStore, VersionConflict } from '../../event-store/event-store.ts';
import { Problem } from '../kit/problem.ts';
import type { Credentials, CredentialsTable } from './credentials-table.ts';
import { hashPassword, type ScryptCost, verifyPassword } from './password-hash.ts';

/** Registers users and checks their passwords. */
export interface Accounts {
  /** Throws `conflict` when the e-mail is taken. */
  register(email: string, password: string): Promise<Credentials>;
  /** Undefined when there is no such user or the password is another; both take the time of one hash. */
  check(email: string, password: string): Promise<Credentials | undefined>;
  /** Appends the registrations that a crash kept from the event store. */
  announceForgotten(): Promise<void>;
}

/** What accounts() needs. */
export interface AccountsOptions {
  readonly table: CredentialsTable;
  readonly store: EventStore;
  readonly cost: ScryptCost;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** Accounts on the credentials table; each registration is published as `auth.user.registered.v1`. */
export async function accounts({ table, store, cost, now, newId }: AccountsOptions): Promise<Accounts> {
  // What a password is compared with when there is no user: as costly as a real one, and never equal.
  const nobody = await hashPassword(newId(), cost);
  const announce = async ({ userId, email, createdAt }: Credentials): Promise<void> => {
    const event = { type: 'auth.user.registered.v1', data: { userId, email, at: createdAt.toISOString() }, userId };
    await store.append({ id: `user-${userId}`, type: 'user' }, 0, [event]).catch(announcedAlready);
    await table.markAnnounced(userId);
  };
  return {
    register: async (email, password) => {
      const credentials = { userId: newId(), email, passwordHash: await hashPassword(password, cost), createdAt: now() };
      if (!(await table.add(credentials))) throw new Problem('conflict', 'This e-mail address is registered already');
      await announce(credentials);
      return credentials;
    },
    check: async (email, password) => {
      const credentials = await table.find(email);
      const matches = await verifyPassword(password, credentials?.passwordHash ?? nobody);
      return matches ? credentials : undefined;
    },
    announceForgotten: async () => {
      for (const credentials of await table.unannounced()) await announce(credentials);
    },
  };
}

function announcedAlready(error: unknown): void {
  if (!(error instanceof VersionConflict)) throw error;
}
