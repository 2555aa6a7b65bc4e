import type { Database } from './database.ts';
import { describeEventStore } from './event-store-behaviour.ts';
import { openPgliteDatabase } from './pglite-database.ts';
import { reusing } from './testing/reusable-database.ts';

describe('embedded', () => {
  let pglite: Database;
  before(async () => {
    pglite = await openPgliteDatabase({ memory: true });
  });
  after(() => pglite.close());

  describeEventStore('PGlite', async () => reusing(pglite)());
});
