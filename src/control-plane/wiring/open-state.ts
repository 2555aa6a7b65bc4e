import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../event-store/database.ts';
import { FolderLocked } from '../../event-store/folder-lock.ts';
import { openPgliteDatabase } from '../../event-store/pglite-database.ts';
import { openPostgresDatabase } from '../../event-store/postgres-database.ts';
import { eventStoreLeases } from '../adapters/ledger/event-store-leases.ts';
import { type EventStoreLedger, openEventStoreLedger } from '../adapters/ledger/event-store-ledger.ts';
import { openDatabaseTokenStore } from '../adapters/token-store/database-token-store.ts';
import type { SluiceConfig } from '../config/sluice-config.ts';
import type { Leases } from '../control/ports/leases.ts';
import { SourceError } from '../control/ports/source-error.ts';
import type { TokenStore } from '../control/ports/token-store.ts';

/** Everything that outlives the process, opened; `close` lets go of it. */
export interface State {
  readonly ledger: EventStoreLedger;
  readonly leases: Leases;
  readonly tokens: TokenStore;
  /** Who this process is among the replicas that share the state. */
  readonly holder: string;
  /** For people: the folder, or the database without its password. */
  readonly description: string;
  close(): Promise<void>;
}

/** Opens the state folder, or the PostgreSQL that the configuration names. Throws SourceError; a folder that another process holds is untouched then. */
export async function openState(config: SluiceConfig): Promise<State> {
  const { postgresUrl, folder } = config.state;
  const database = postgresUrl === undefined ? await openFolder(folder) : openPostgresDatabase({ connectionString: postgresUrl.reveal() });
  try {
    const ledger = await openEventStoreLedger({ database, now: () => new Date(), newId: randomUUID });
    return {
      ledger,
      // One machine's clock judges a folder; of several machines the database's own.
      leases: eventStoreLeases(postgresUrl === undefined ? { database, now: () => new Date() } : { database }),
      tokens: await openDatabaseTokenStore(database),
      // A folder has one process at a time, so its next process may take over at once what a killed one held.
      holder: postgresUrl === undefined ? 'the process of this folder' : `${hostname()}/${process.pid}/${randomUUID()}`,
      description: postgresUrl === undefined ? folder : withoutPassword(postgresUrl.reveal()),
      close: () => ledger.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openFolder(folder: string): Promise<Database> {
  try {
    return await openPgliteDatabase({ folder });
  } catch (error) {
    if (!(error instanceof FolderLocked)) throw error;
    throw new SourceError('state-folder-locked', error.message, { retryable: false, cause: error });
  }
}

function withoutPassword(connectionString: string): string {
  const url = new URL(connectionString);
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** The file in which the first start leaves its admin token. */
export function adminTokenFile(config: SluiceConfig): string {
  return join(config.state.folder, 'admin.token');
}
