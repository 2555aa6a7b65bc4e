import type { Queryable } from './database.ts';
import type { StoredEvent } from './event-store.ts';
import { readAllEvents } from './read-events.ts';
import { type ChainLink, chainLink, type Seal, sealedFields } from './seal.ts';

/** What can be found wrong with a ledger. */
export type ChainFinding = 'edited' | 'removed' | 'reordered' | 'head-mismatch';

/** The chain fits from its first event to its head. Keep `head` elsewhere: a forger who rewrites all hashes can't match it. */
export interface IntactChain {
  readonly kind: 'intact';
  readonly events: number;
  readonly head: { readonly position: number; readonly hash: string };
}

/** Where the chain first doesn't fit. The ids are of the event at that position; undefined where no event is there. */
export interface BrokenChain {
  readonly kind: 'broken';
  readonly position: number;
  readonly eventId: string | undefined;
  readonly aggregateId: string | undefined;
  readonly finding: ChainFinding;
  readonly sentence: string;
}

/** What verifyChain() needs; `seal` is the one that the store was opened with. */
export interface VerifyChainOptions {
  readonly database: Queryable;
  readonly seal: Seal;
}

interface ChainEnd {
  readonly position: number;
  readonly hash: string;
}

const PAGE = 500;

/**
 * Walks all events in global order and answers whether each is as it was appended, in its place, with none missing, up to the
 * chain's head. Stops at the first break.
 *
 * It may run while events are appended. An event without a seal counts as edited. Rejects with the driver's error when the database
 * is out of reach: that is no finding about the ledger. An empty, never used store is intact with 0 events.
 */
export async function verifyChain({ database, seal }: VerifyChainOptions): Promise<IntactChain | BrokenChain> {
  let end: ChainEnd = { position: 0, hash: '' };
  let previous: StoredEvent | undefined;
  while (true) {
    const events = await readAllEvents(database, previous?.position ?? Number.MIN_SAFE_INTEGER, PAGE);
    for (const event of events) {
      const link = fittingLink(end, event, seal);
      if (!link) return explainBreak(database, { end, previous }, event, seal);
      end = { position: event.position, hash: link.hash };
      previous = event;
    }
    const verdict = events.length === 0 ? await compareHead(database, end) : undefined;
    if (verdict) return verdict;
  }
}

function fittingLink(end: ChainEnd, event: StoredEvent, seal: Seal): ChainLink | undefined {
  const link = chainLink(event);
  if (event.position !== end.position + 1 || link?.previousHash !== end.hash) return undefined;
  return link.hash === seal(end.hash, sealedFields(event)) ? link : undefined;
}

// The head and the last event are read by one statement, so that both are from one moment.
async function compareHead(database: Queryable, end: ChainEnd): Promise<IntactChain | BrokenChain | undefined> {
  const [row] = await database.query<{ last: number; position: number | null; hash: string | null }>(
    `select (select coalesce(max(global_position), 0) from event_store.domain_events) as last, position, hash
       from (select 1) as always left join event_store.chain_head on true`,
  );
  if (row === undefined || row.position === null) return broken(end.position, undefined, 'head-mismatch', 'The head of the chain is gone.');
  // More was appended since the last page.
  if (row.last > end.position) return undefined;
  if (row.position > end.position) {
    const sentence = `The events ${end.position + 1} to ${row.position}, the last of the ledger, are gone.`;
    return broken(end.position + 1, undefined, 'removed', sentence);
  }
  if (row.position === end.position && row.hash === end.hash) return { kind: 'intact', events: end.position, head: end };
  const sentence = `The head of the chain says position ${row.position}, but the last event is ${end.position} with another hash.`;
  return broken(end.position, undefined, 'head-mismatch', sentence);
}

interface Walked {
  readonly end: ChainEnd;
  readonly previous: StoredEvent | undefined;
}

async function explainBreak(database: Queryable, { end, previous }: Walked, found: StoredEvent, seal: Seal): Promise<BrokenChain> {
  const expected = end.position + 1;
  const link = chainLink(found);
  const inPlace = found.position === expected;
  if (found.position < expected) return (await wasSealedElsewhere(database, found, link, seal)) ? movedOut(found) : edited(found);
  if (inPlace && (link === undefined || link.previousHash === end.hash)) return edited(found);
  // This event is as it was sealed, but after another hash than the one before it has now: that one was edited and sealed anew.
  if (inPlace && link?.hash === seal(link?.previousHash ?? '', sealedFields(found))) return edited(previous ?? found);
  const belonging = await positionOfSuccessor(database, end.hash);
  if (belonging !== undefined) return reordered(expected, found, belonging);
  if (!inPlace || (await wasSealedElsewhere(database, found, link, seal))) return removed(expected, found);
  return edited(found);
}

async function positionOfSuccessor(database: Queryable, previousHash: string): Promise<number | undefined> {
  const [row] = await database.query<{ position: number }>(
    `select global_position as position from event_store.domain_events where metadata #>> '{chain,previousHash}' = $1 limit 1`,
    [previousHash],
  );
  return row?.position;
}

// An event that was moved, to close a gap say, still fits its seal under the position it was appended at.
async function wasSealedElsewhere(database: Queryable, event: StoredEvent, link: ChainLink | undefined, seal: Seal): Promise<boolean> {
  if (link === undefined) return false;
  const [head] = await database.query<{ position: number }>('select position from event_store.chain_head');
  const fields = sealedFields(event);
  for (let position = Math.max(event.position + 1, 1); position <= (head?.position ?? 0); position += 1)
    if (seal(link.previousHash, { ...fields, position }) === link.hash) return true;
  return false;
}

function edited(event: StoredEvent): BrokenChain {
  const sentence = `Event ${event.position} (${event.type} of ${event.aggregateId}) is not as it was appended.`;
  return broken(event.position, event, 'edited', sentence);
}

function removed(expected: number, next: StoredEvent): BrokenChain {
  const sentence = `The event that was appended at position ${expected} is gone; ${next.type} of ${next.aggregateId} follows the gap.`;
  return broken(expected, undefined, 'removed', sentence);
}

function reordered(expected: number, found: StoredEvent, belonging: number): BrokenChain {
  const event = found.position === expected ? found : undefined;
  return broken(expected, event, 'reordered', `The event that belongs at position ${expected} stands at ${belonging}.`);
}

function movedOut(found: StoredEvent): BrokenChain {
  const sentence = `Event ${found.position} (${found.type} of ${found.aggregateId}) was appended at another position.`;
  return broken(found.position, found, 'reordered', sentence);
}

function broken(position: number, event: StoredEvent | undefined, finding: ChainFinding, sentence: string): BrokenChain {
  return { kind: 'broken', position, eventId: event?.id, aggregateId: event?.aggregateId, finding, sentence };
}
