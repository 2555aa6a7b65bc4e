/** One event as its producer hands it over, before the store gives it a version, a position and a time. */
export interface NewEvent {
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly userId?: string;
}

/** One event as it stands in `event_store.domain_events`. */
export interface StoredEvent {
  readonly id: string;
  readonly aggregateId: string;
  readonly aggregateType: string;
  readonly type: string;
  /** 1 for the first event of its aggregate, then without gaps. */
  readonly version: number;
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
  readonly userId: string | undefined;
  readonly createdAt: Date;
  /** Global order over all aggregates; a reader that has seen N never later sees a smaller position appear. */
  readonly position: number;
}

/** The state of an aggregate at a version, so that reading need not start at its first event. */
export interface Snapshot {
  readonly aggregateId: string;
  readonly aggregateType: string;
  readonly version: number;
  readonly data: unknown;
  readonly createdAt: Date;
}

/** Which aggregate an append goes to. */
export interface Aggregate {
  readonly id: string;
  readonly type: string;
}

/** Thrown by append when the aggregate is not at the expected version: read again, decide again. */
export class VersionConflict extends Error {
  readonly aggregateId: string;
  readonly expectedVersion: number;
  readonly actualVersion: number;
  constructor(aggregateId: string, expectedVersion: number, actualVersion: number) {
    super(`${aggregateId} is at version ${actualVersion}, not ${expectedVersion}`);
    this.name = 'VersionConflict';
    this.aggregateId = aggregateId;
    this.expectedVersion = expectedVersion;
    this.actualVersion = actualVersion;
  }
}

/** A handler of a subscription; throwing leaves the checkpoint where it is, and the same event is delivered again. */
export type EventHandler = (event: StoredEvent) => Promise<void>;

/** A running subscription. `caughtUp` resolves once everything appended before the call has been handled; `stop` waits for the handler in hand. */
export interface Subscription {
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Append-only storage of domain events on PostgreSQL or PGlite.
 *
 * Every method rejects with the driver's error when the database is out of reach; nothing is then appended.
 */
export interface EventStore {
  /** Appends all events or none. `expectedVersion` is 0 for a new aggregate. Throws VersionConflict. An empty list appends nothing. */
  append(aggregate: Aggregate, expectedVersion: number, events: readonly NewEvent[]): Promise<readonly StoredEvent[]>;
  /** The events of an aggregate after `afterVersion` (default 0), oldest first; empty when there are none. */
  read(aggregateId: string, afterVersion?: number): Promise<readonly StoredEvent[]>;
  /** Events of all aggregates after a global position, in order, at most `limit` (default 500). */
  readAll(afterPosition: number, limit?: number): Promise<readonly StoredEvent[]>;
  /** Ids of the aggregates of a type whose id starts with `prefix`, in order of their first event. */
  aggregateIds(type: string, prefix?: string): Promise<readonly string[]>;
  saveSnapshot(snapshot: Omit<Snapshot, 'createdAt'>): Promise<void>;
  loadSnapshot(aggregateId: string): Promise<Snapshot | undefined>;
  /** Delivers every event after the named checkpoint, in order, at least once, and remembers the checkpoint durably. */
  subscribe(name: string, handler: EventHandler): Promise<Subscription>;
  close(): Promise<void>;
}
