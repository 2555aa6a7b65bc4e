/** One record of the ledger: an event of one stream, at its place in the whole. */
export interface LedgerRecord {
  readonly stream: string;
  readonly version: number;
  /** Grows over all streams. */
  readonly position: number;
  readonly event: unknown;
  readonly recordedAtMs: number;
}

/** The append-only record of all decisions. Rejects when the database is out of reach; a record is durable once append resolved. */
export interface Ledger {
  /** Appends all events or none; resolves `conflict` when the stream is no longer at `expectedVersion`. */
  append(
    stream: string,
    expectedVersion: number,
    events: readonly { readonly kind: string }[],
    actor?: string,
  ): Promise<{ readonly ok: true; readonly records: readonly LedgerRecord[] } | { readonly ok: false; readonly conflict: true }>;
  read(stream: string, afterVersion?: number): Promise<readonly LedgerRecord[]>;
  /** Names of the streams that start with a prefix, oldest first. */
  streams(prefix: string): Promise<readonly string[]>;
  /** Calls back with each record that was appended in this process, after it is durable. Returns how to stop. */
  follow(listener: (record: LedgerRecord) => void): () => void;
  /** Walks the whole ledger and says whether its hash chain holds; with `kept` also whether it still has the head that somebody kept elsewhere. */
  verify(kept?: LedgerHead): Promise<LedgerVerification>;
}

/** The last record of a ledger at some time. Kept elsewhere, it shows that records were cut off or that the whole chain was written anew. */
export interface LedgerHead {
  readonly position: number;
  /** SHA-256 in lower-case hexadecimal. */
  readonly hash: string;
}

export type LedgerVerification =
  | {
      readonly kind: 'intact';
      readonly records: number;
      /** The last record; undefined of an empty ledger. */
      readonly head?: LedgerHead | undefined;
      /** The kept head that was asked for and found; undefined where none was compared. */
      readonly kept?: LedgerHead | undefined;
    }
  | { readonly kind: 'broken'; readonly position: number; readonly stream: string; readonly finding: string; readonly sentence: string };
