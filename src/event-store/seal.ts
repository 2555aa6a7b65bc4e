import type { StoredEvent } from './event-store.ts';

/** All that is persisted of an event except its link in the chain: what a seal vouches for. */
export interface SealedFields {
  readonly id: string;
  readonly aggregateId: string;
  readonly aggregateType: string;
  readonly type: string;
  readonly version: number;
  /** Parsed JSON, as it will be read back. */
  readonly data: unknown;
  /** Without `chain`; undefined where nothing else is in it. */
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
  readonly userId: string | undefined;
  /** ISO 8601 in UTC with milliseconds. */
  readonly createdAt: string;
  readonly position: number;
}

/** Answers with the hash of an event that follows the event with `previousHash`, which is '' for the first. Pure. */
export type Seal = (previousHash: string, event: SealedFields) => string;

/** An event's link: the hash of the event before it in global order, and its own. Kept in `metadata.chain`. */
export interface ChainLink {
  readonly previousHash: string;
  readonly hash: string;
}

/** The fields of a stored event that its seal covers. */
export function sealedFields({ metadata, createdAt, ...event }: StoredEvent): SealedFields {
  const { chain: _chain, ...rest } = metadata ?? {};
  return { ...event, metadata: Object.keys(rest).length === 0 ? undefined : rest, createdAt: createdAt.toISOString() };
}

/** The link that an event carries; undefined where it has none or one of another shape. */
export function chainLink({ metadata }: StoredEvent): ChainLink | undefined {
  const link = metadata?.['chain'];
  if (typeof link !== 'object' || link === null) return undefined;
  const { previousHash, hash, ...more } = link as { previousHash?: unknown; hash?: unknown };
  if (Object.keys(more).length > 0) return undefined;
  return typeof previousHash === 'string' && typeof hash === 'string' ? { previousHash, hash } : undefined;
}
