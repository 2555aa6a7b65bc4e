import type { Database } from '../../../event-store/database.ts';
import { openPostgresDatabase } from '../../../event-store/postgres-database.ts';
import { reusing } from '../../../event-store/testing/reusable-database.ts';
import { type RunningPostgres, startPostgres } from '../../../event-store/testing/start-postgres.ts';
import { describeLedgerOnDatabase } from './testing/ledger-on-database.ts';

describe('grown ledger', () => {
  let server: RunningPostgres;
  let postgres: Database;
  before(async () => {
    server = await startPostgres();
    postgres = openPostgresDatabase({ connectionString: server.connectionString });
  });
  after(async () => {
    await postgres.close();
    await server.stop();
  });

  describeLedgerOnDatabase('PostgreSQL', () => reusing(postgres)());
});
