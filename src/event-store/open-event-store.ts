import { setTimeout as delay } from 'node:timers/promises';
import { type AppendOptions, appendEvents } from './append-events.ts';
import type { EventStore } from './event-store.ts';
import { migrate } from './migrate.ts';
import { readAggregate, readAggregateIds, readAllEvents } from './read-events.ts';
import { loadSnapshot, saveSnapshot } from './snapshots.ts';
import { type DeliveryProblem, startSubscription } from './subscription.ts';

/** The schema of the store in its database, and the files that make it. */
export const EVENT_STORE_SCHEMA = { schema: 'event_store', folder: new URL('./migrations/', import.meta.url) } as const;

/** What openEventStore() needs: the database (which the store then owns), a clock, ids, and how patient subscriptions are. */
export interface EventStoreOptions extends AppendOptions {
  /** How often a subscription looks for events that another process appended; its own process's are noticed at once. Default 500. */
  readonly pollMs?: number;
  /** Resolves after a time, or at once when aborted. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Hears of each failed delivery before it is tried again. */
  readonly onDeliveryProblem?: (problem: DeliveryProblem) => void;
}

const DEFAULT_PAGE = 500;

/**
 * Opens the event store of a database, after migrating it to this program's version.
 *
 * With `seal`, each event carries a link of a hash chain in `metadata.chain`; a store is sealed from its first event or never,
 * and append refuses to mix. close() stops the subscriptions, then closes the database. Throws MigrationError.
 */
export async function openEventStore(options: EventStoreOptions): Promise<EventStore> {
  const { database, now, pollMs = 500, wait = waitFor, onDeliveryProblem = () => undefined } = options;
  await migrate({ database, ...EVENT_STORE_SCHEMA });
  const wakeUps = new Set<() => void>();
  const stops = new Set<() => Promise<void>>();
  return {
    async append(aggregate, expectedVersion, events) {
      const stored = await appendEvents(options, aggregate, expectedVersion, events);
      for (const wakeUp of wakeUps) wakeUp();
      return stored;
    },
    read: (aggregateId, afterVersion = 0) => readAggregate(database, aggregateId, afterVersion),
    readAll: (afterPosition, limit = DEFAULT_PAGE) => readAllEvents(database, afterPosition, limit),
    aggregateIds: (type, prefix = '') => readAggregateIds(database, type, prefix),
    saveSnapshot: (snapshot) => saveSnapshot(database, snapshot, now()),
    loadSnapshot: (aggregateId) => loadSnapshot(database, aggregateId),
    async subscribe(name, handler) {
      const subscription = await startSubscription({ database, name, handler, pollMs, wait, onDeliveryProblem });
      const stop = async () => {
        wakeUps.delete(subscription.wakeUp);
        stops.delete(stop);
        await subscription.stop();
      };
      wakeUps.add(subscription.wakeUp);
      stops.add(stop);
      return { caughtUp: () => subscription.caughtUp(), stop };
    },
    async close() {
      await Promise.all([...stops].map((stop) => stop()));
      await database.close();
    },
  };
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  // Being aborted is the way to be told "now".
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
