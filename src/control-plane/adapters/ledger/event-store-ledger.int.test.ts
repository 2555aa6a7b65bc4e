import type { Database } from '../../../event-store/database.ts';
import { openPgliteDatabase } from '../../../event-store/pglite-database.ts';
import { reusing } from '../../../event-store/testing/reusable-database.ts';
import { describeLedgerOnDatabase } from './testing/ledger-on-database.ts';

describe('embedded ledger', () => {
  let pglite: Database;
  before(async () => {
    pglite = await openPgliteDatabase({ memory: true });
  });
  after(() => pglite.close());

  describeLedgerOnDatabase('PGlite', () => reusing(pglite)());
});
