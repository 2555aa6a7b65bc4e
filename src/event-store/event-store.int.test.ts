import type { Database } from './database.ts';
import { describeEventStore } from './event-store-behaviour.ts';
import { describeImport } from './import-events-behaviour.ts';
import { describeLeases } from './leases-behaviour.ts';
import { describeMigrations } from './migrate-behaviour.ts';
import { openPgliteDatabase } from './pglite-database.ts';
import { reusing } from './testing/reusable-database.ts';
import { describeChain } from './verify-chain-behaviour.ts';

describe('embedded', () => {
  let pglite: Database;
  before(async () => {
    pglite = await openPgliteDatabase({ memory: true });
  });
  after(() => pglite.close());

  const open = async () => reusing(pglite)();

  describeEventStore('PGlite', open);
  describeChain('PGlite', open);
  describeImport('PGlite', open);
  describeLeases('PGlite', open);
  describeMigrations('PGlite', open);
});
