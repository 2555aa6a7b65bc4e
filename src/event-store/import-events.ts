import { z } from 'zod';
import type { Database, Queryable } from './database.ts';
import type { StoredEvent } from './event-store.ts';
import { insertEvents } from './insert-events.ts';
import { migrate } from './migrate.ts';
import { EVENT_STORE_SCHEMA } from './open-event-store.ts';
import { chainLink, type Seal } from './seal.ts';
import { verifyChain } from './verify-chain.ts';

/** Thrown when lines are not a whole ledger, or the store already has events; nothing was imported then. */
export class ImportRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImportRefused';
  }
}

/** What importEvents() needs. `lines` are those of exportEvents(); `seal` the one that the exporting store was sealed with, if any. */
export interface ImportOptions {
  readonly database: Database;
  readonly lines: AsyncIterable<string> | Iterable<string>;
  readonly seal?: Seal;
}

const exportedEvent = z.strictObject({
  id: z.guid(),
  aggregateId: z.string(),
  aggregateType: z.string(),
  type: z.string(),
  version: z.int().positive(),
  data: z.unknown(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  userId: z.string().optional(),
  createdAt: z.iso.datetime().transform((text) => new Date(text)),
  position: z.int().positive(),
});

const BATCH = 500;

/**
 * Fills an empty event store with an exported ledger, in one transaction, and answers with the number of events.
 *
 * Positions must start at 1 without gaps and, with `seal`, the chain must be intact; sealed events are refused without a seal to
 * check them. Throws ImportRefused, naming the line.
 */
export async function importEvents({ database, lines, seal }: ImportOptions): Promise<number> {
  await migrate({ database, ...EVENT_STORE_SCHEMA });
  return database.transaction(async (tx) => {
    await requireEmpty(tx);
    const last = await insertLines(tx, lines);
    const hash = last === undefined ? '' : (chainLink(last)?.hash ?? '');
    if (hash !== '' && !seal) throw new ImportRefused('the events are sealed; say with which seal, so that their chain can be checked');
    await tx.query('update event_store.chain_head set position = $1, hash = $2', [last?.position ?? 0, hash]);
    if (seal) await requireIntact(tx, seal);
    return last?.position ?? 0;
  });
}

async function requireEmpty(tx: Queryable): Promise<void> {
  const [head] = await tx.query<{ position: number }>('select position from event_store.chain_head for update');
  if (head?.position !== 0) throw new ImportRefused('this store already has events; import into an empty one');
}

async function insertLines(tx: Queryable, lines: ImportOptions['lines']): Promise<StoredEvent | undefined> {
  let batch: StoredEvent[] = [];
  let last: StoredEvent | undefined;
  for await (const line of lines) {
    last = parseLine(line, (last?.position ?? 0) + 1);
    batch.push(last);
    if (batch.length < BATCH) continue;
    await insertEvents(tx, batch);
    batch = [];
  }
  if (batch.length > 0) await insertEvents(tx, batch);
  return last;
}

function parseLine(line: string, position: number): StoredEvent {
  const parsed = exportedEvent.safeParse(jsonOf(line, position));
  if (!parsed.success) throw new ImportRefused(`line ${position} is no exported event: ${z.prettifyError(parsed.error)}`);
  if (parsed.data.position !== position)
    throw new ImportRefused(`line ${position} holds position ${parsed.data.position}; the ledger is not whole`);
  return { ...parsed.data, metadata: parsed.data.metadata, userId: parsed.data.userId };
}

function jsonOf(line: string, position: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new ImportRefused(`line ${position} is no JSON`);
  }
}

async function requireIntact(tx: Queryable, seal: Seal): Promise<void> {
  const verdict = await verifyChain({ database: tx, seal });
  if (verdict.kind === 'broken') throw new ImportRefused(`the ledger was altered (${verdict.finding}): ${verdict.sentence}`);
}
