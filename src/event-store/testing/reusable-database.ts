import type { Database } from '../database.ts';
import { EVENT_STORE_SCHEMA } from '../open-event-store.ts';

/** Hands out one database again and again, each time without the store's schema; the borrower's close() leaves it open. */
export function reusing(database: Database): () => Promise<Database> {
  return async () => {
    await database.query(`drop schema if exists ${EVENT_STORE_SCHEMA.schema} cascade`);
    return { ...database, close: async () => undefined };
  };
}
