import type { Database, Queryable } from './database.ts';
import { type Aggregate, type NewEvent, type StoredEvent, VersionConflict } from './event-store.ts';
import { insertEvents } from './insert-events.ts';
import { type Seal, sealedFields } from './seal.ts';

/** What appending needs. `now` and `newId` (a UUID) are handed in; without `seal` events carry no chain. */
export interface AppendOptions {
  readonly database: Database;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly seal?: Seal | undefined;
}

interface ChainHead {
  /** Of the last event before these. */
  readonly position: number;
  readonly hash: string;
}

/**
 * Appends events to an aggregate in one transaction, as EventStore.append() says.
 *
 * Moving the chain head is the first statement, and its row stays locked until commit. So appends commit one after another, in the
 * order of their positions: no reader that has seen N can later see a smaller one appear, and no rollback leaves a gap.
 */
export async function appendEvents(
  options: AppendOptions,
  aggregate: Aggregate,
  expectedVersion: number,
  events: readonly NewEvent[],
): Promise<readonly StoredEvent[]> {
  if (events.length === 0) return [];
  return options.database.transaction(async (tx) => {
    const head = await moveHead(tx, events.length);
    await checkVersion(tx, aggregate, expectedVersion);
    const stored = events.map((event, index) => placed(options, aggregate, event, expectedVersion + 1 + index, head.position + 1 + index));
    const linked = chained(stored, head, options.seal);
    await insertEvents(tx, linked.events);
    if (linked.hash !== head.hash) await tx.query('update event_store.chain_head set hash = $1', [linked.hash]);
    return linked.events;
  });
}

async function moveHead(tx: Queryable, count: number): Promise<ChainHead> {
  const [head] = await tx.query<ChainHead>(
    'update event_store.chain_head set position = position + $1 returning position - $1 as position, hash',
    [count],
  );
  if (!head) throw new Error('event_store.chain_head has lost its row; run verify on the ledger before anything is appended');
  return head;
}

async function checkVersion(tx: Queryable, { id, type }: Aggregate, expectedVersion: number): Promise<void> {
  const [last] = await tx.query<{ version: number; type: string }>(
    `select event_version as version, aggregate_type as type from event_store.domain_events
      where aggregate_id = $1 order by event_version desc limit 1`,
    [id],
  );
  if ((last?.version ?? 0) !== expectedVersion) throw new VersionConflict(id, expectedVersion, last?.version ?? 0);
  if (last && last.type !== type) throw new Error(`${id} is a ${last.type}, not a ${type}`);
}

function placed({ now, newId }: AppendOptions, aggregate: Aggregate, event: NewEvent, version: number, position: number): StoredEvent {
  return {
    id: newId(),
    aggregateId: aggregate.id,
    aggregateType: aggregate.type,
    type: event.type,
    version,
    data: asReadBack(event.data) ?? null,
    metadata: asReadBack(event.metadata) as StoredEvent['metadata'],
    userId: event.userId,
    createdAt: now(),
    position,
  };
}

// What is returned and sealed must be what a reader gets, so it takes the same way through JSON.
function asReadBack(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}

function chained(
  events: readonly StoredEvent[],
  head: ChainHead,
  seal: Seal | undefined,
): { events: readonly StoredEvent[]; hash: string } {
  if (!seal) {
    if (head.hash !== '') throw new Error('this store is sealed; an event without a seal would break its chain');
    return { events, hash: head.hash };
  }
  if (head.hash === '' && head.position > 0) throw new Error('this store has events without a seal; a chain must start at its first event');
  let previousHash = head.hash;
  const linked = events.map((event) => {
    if (event.metadata?.['chain'] !== undefined) throw new Error('metadata.chain is where the store keeps the seal');
    const link = { previousHash, hash: seal(previousHash, sealedFields(event)) };
    previousHash = link.hash;
    return { ...event, metadata: { ...event.metadata, chain: link } };
  });
  return { events: linked, hash: previousHash };
}
