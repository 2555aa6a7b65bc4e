import type { Database } from '../../../event-store/database.ts';
import { type StoredEvent, VersionConflict } from '../../../event-store/event-store.ts';
import { openEventStore } from '../../../event-store/open-event-store.ts';
import { sha256Seal } from '../../../event-store/sha256-seal.ts';
import { verifyChain } from '../../../event-store/verify-chain.ts';
import type { Ledger, LedgerHead, LedgerRecord, LedgerVerification } from '../../control/ports/ledger.ts';
import { compareHead } from '../../domain/ledger/compare-head.ts';
import { refuseSecrets } from '../../domain/ledger/refuse-secrets.ts';

/** All streams of the ledger are aggregates of this type, so that nothing else in the store is taken for a decision. */
const aggregateType = 'sluice';

/** What the ledger is kept in. */
export interface EventStoreLedgerConfig {
  /** Owned by the ledger from now on. */
  readonly database: Database;
  readonly now: () => Date;
  /** Ids of events: UUIDs. */
  readonly newId: () => string;
}

/** A ledger that holds a database; `close` lets go of it. */
export interface EventStoreLedger extends Ledger {
  close(): Promise<void>;
}

/**
 * Opens the ledger on PostgreSQL or PGlite: the event store, sealed with a SHA-256 hash chain from its first event.
 *
 * Rejects with MigrationError when the database has another program's schema. Events that carry a credential are refused with an Error, since
 * nothing is ever taken out of the ledger. Followers hear of a stream's records in order, before the append resolves.
 */
export async function openEventStoreLedger(config: EventStoreLedgerConfig): Promise<EventStoreLedger> {
  const { database } = config;
  const store = await openEventStore({ ...config, seal: sha256Seal });
  const listeners = new Set<(record: LedgerRecord) => void>();
  let walking: ReturnType<typeof verifyChain> | undefined;
  return {
    async append(stream, expectedVersion, events, actor) {
      refuseSecrets(events);
      const news = events.map((event) => ({ type: event.kind, data: event, ...(actor === undefined ? {} : { userId: actor }) }));
      const stored = await store.append({ id: stream, type: aggregateType }, expectedVersion, news).catch(conflictIsUndefined);
      if (stored === undefined) return { ok: false, conflict: true };
      const records = stored.map(recordOf);
      tell(listeners, records);
      return { ok: true, records };
    },
    async read(stream, afterVersion) {
      return (await store.read(stream, afterVersion)).map(recordOf);
    },
    streams: (prefix) => store.aggregateIds(aggregateType, prefix),
    follow(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async verify(kept) {
      // Walking is expensive: those who ask meanwhile share one walk.
      walking ??= verifyChain({ database, seal: sha256Seal }).finally(() => {
        walking = undefined;
      });
      const verification = verificationOf(await walking);
      return kept === undefined || verification.kind === 'broken'
        ? verification
        : withKept(verification, kept, await hashAt(database, kept));
    },
    close: () => store.close(),
  };
}

function conflictIsUndefined(error: unknown): undefined {
  if (error instanceof VersionConflict) return undefined;
  throw error;
}

function recordOf(event: StoredEvent): LedgerRecord {
  return {
    stream: event.aggregateId,
    version: event.version,
    position: event.position,
    event: event.data,
    recordedAtMs: event.createdAt.getTime(),
  };
}

function verificationOf(chain: Awaited<ReturnType<typeof verifyChain>>): LedgerVerification {
  switch (chain.kind) {
    case 'intact':
      return { kind: 'intact', records: chain.events, ...(chain.events === 0 ? {} : { head: chain.head }) };
    case 'broken':
      return {
        kind: 'broken',
        position: chain.position,
        stream: chain.aggregateId ?? '',
        finding: chain.finding,
        sentence: chain.sentence,
      };
  }
}

function withKept(
  verification: Extract<LedgerVerification, { kind: 'intact' }>,
  kept: LedgerHead,
  found: string | undefined,
): LedgerVerification {
  const difference = compareHead(kept, found);
  return difference === undefined ? { ...verification, kept } : { kind: 'broken', position: kept.position, stream: '', ...difference };
}

async function hashAt(database: Database, { position }: LedgerHead): Promise<string | undefined> {
  const [row] = await database.query<{ hash: string | null }>(
    `select metadata #>> '{chain,hash}' as hash from event_store.domain_events where global_position = $1`,
    [position],
  );
  return row === undefined ? undefined : (row.hash ?? '');
}

// A follower that throws is a bug of its own: the append has happened, and must not look as if it had not.
function tell(listeners: ReadonlySet<(record: LedgerRecord) => void>, records: readonly LedgerRecord[]): void {
  for (const record of records) {
    for (const listener of listeners) queueMicrotask(() => (listeners.has(listener) ? listener(record) : undefined));
  }
}
