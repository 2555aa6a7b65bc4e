import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database } from '../../../event-store/database.ts';
import type { EventStore } from '../../../event-store/event-store.ts';
import { openEventStore } from '../../../event-store/open-event-store.ts';
import { openPgliteDatabase } from '../../../event-store/pglite-database.ts';
import { openPostgresDatabase } from '../../../event-store/postgres-database.ts';

/**
 * Where LinkFlow keeps its data: a PostgreSQL server, a folder for PGlite, or memory that ends with the process.
 *
 * A folder survives kill -9. With `syncCommits` it survives a power failure as well, at some milliseconds for each write; the
 * default is without: the folder is the embedded default, and who needs more than that grows onto PostgreSQL.
 */
export type StoragePlace =
  | { readonly kind: 'postgresql'; readonly url: string }
  | { readonly kind: 'folder'; readonly path: string; readonly syncCommits?: boolean }
  | { readonly kind: 'memory' };

/** An open database and the event store on it. */
export interface Storage {
  readonly database: Database;
  readonly store: EventStore;
  /** Stops subscriptions, then closes the database; call it last, once. */
  close(): Promise<void>;
}

/** Opens the storage and brings the event store's schema up to date; rejects when the database is out of reach or the folder is another process's. */
export async function openStorage(place: StoragePlace, logger: Pick<Logger, 'warn'>): Promise<Storage> {
  const database = await openDatabase(place);
  const store = await openEventStore({
    database,
    now: () => new Date(),
    newId: randomUUID,
    onDeliveryProblem: ({ subscription, event, failures, retryInMs, error }) =>
      logger.warn(
        { subscription, eventId: event?.id, failures, retryInMs, err: error },
        'an event could not be handled and is delivered again',
      ),
  });
  return { database, store, close: () => store.close() };
}

/** What configuration says about the place. */
export interface StorageConfig {
  readonly databaseUrl?: string | undefined;
  readonly folder?: string | undefined;
  readonly syncCommits: boolean;
}

/** The place that configuration names: a URL before a folder before memory. */
export function storagePlace({ databaseUrl, folder, syncCommits }: StorageConfig): StoragePlace {
  if (databaseUrl !== undefined) return { kind: 'postgresql', url: databaseUrl };
  return folder === undefined ? { kind: 'memory' } : { kind: 'folder', path: folder, syncCommits };
}

async function openDatabase(place: StoragePlace): Promise<Database> {
  switch (place.kind) {
    case 'postgresql':
      return openPostgresDatabase({ connectionString: place.url });
    case 'folder':
      return openPgliteDatabase({ folder: place.path, syncCommits: place.syncCommits ?? false });
    case 'memory':
      return openPgliteDatabase({ memory: true });
  }
}
