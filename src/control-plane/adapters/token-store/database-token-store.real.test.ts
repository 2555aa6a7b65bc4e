import { openPostgresDatabase } from '../../../event-store/postgres-database.ts';
import { startPostgres } from '../../../event-store/testing/start-postgres.ts';
import { tokenStoreContract } from '../../control/ports/testing/token-store-contract.ts';
import { openDatabaseTokenStore } from './database-token-store.ts';

describe('tokens in PostgreSQL', () => {
  const closing: (() => Promise<void>)[] = [];
  let server: Awaited<ReturnType<typeof startPostgres>>;
  before(async () => {
    server = await startPostgres();
  });
  after(async () => {
    for (const close of closing) await close();
    await server.stop();
  });

  tokenStoreContract(async () => {
    const database = openPostgresDatabase({ connectionString: server.connectionString });
    closing.push(() => database.close());
    const store = await openDatabaseTokenStore(database);
    await database.query('truncate sluice.tokens');
    return store;
  });
});
