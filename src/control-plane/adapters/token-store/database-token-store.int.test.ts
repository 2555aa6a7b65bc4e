import { openPgliteDatabase } from '../../../event-store/pglite-database.ts';
import { tokenStoreContract } from '../../control/ports/testing/token-store-contract.ts';
import { openDatabaseTokenStore } from './database-token-store.ts';

describe('tokens in PGlite', () => {
  const open: { close(): Promise<void> }[] = [];
  after(() => Promise.all(open.map((database) => database.close())));

  tokenStoreContract(async () => {
    const database = await openPgliteDatabase({ memory: true });
    open.push(database);
    return openDatabaseTokenStore(database);
  });
});
