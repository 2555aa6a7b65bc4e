import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import type { Database, Queryable } from './database.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { syncPath, syncTree } from './sync-tree.ts';
import { keepWal } from './wal-keeper.ts';

/**
 * Where a PGlite database lives: in a folder that survives the process, or in memory.
 *
 * `syncCommits` (default true) answers a commit only once the disk has it, which costs some milliseconds each; false trusts the
 * operating system with the last seconds: enough for kill -9, not for a power failure.
 */
export type PgliteLocation = { readonly folder: string; readonly syncCommits?: boolean } | { readonly memory: true };

/**
 * Opens PostgreSQL inside this process. A folder is locked first (FolderLocked when another process has it), because PGlite takes
 * no lock and two processes on one folder destroy it; the lock is released by close().
 *
 * The first start creates the database beside its place and renames it when it is whole, so a process killed half-way leaves
 * nothing that doesn't open. What has been answered survives kill -9, and a power failure as far as keepWal() says.
 */
export async function openPgliteDatabase(location: PgliteLocation): Promise<Database> {
  if ('memory' in location) return inMemory(await PGlite.create());
  const lock = await lockFolder(location.folder);
  try {
    return await inFolder(location, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function inMemory(pglite: PGlite): Database {
  return {
    ...queryableOf(pglite),
    transaction: (work) => pglite.transaction((tx) => work(queryableOf(tx))),
    close: () => closePglite(pglite),
  };
}

async function inFolder({ folder, syncCommits = true }: Exclude<PgliteLocation, { memory: true }>, lock: FolderLock): Promise<Database> {
  const pgdata = join(folder, 'pgdata');
  if (!(await exists(pgdata))) await createDatabase(folder, pgdata);
  const pglite = await openPglite(pgdata);
  const wal = await keepWal({ pglite, pgdata, ...(syncCommits ? {} : { sync: async () => undefined }) });
  const inside = queryableOf(pglite);
  return {
    async query<Row>(sql: string, parameters?: readonly unknown[]) {
      const rows = await inside.query<Row>(sql, parameters);
      if (!READS.test(sql)) await wal.committed();
      return rows;
    },
    async transaction(work) {
      const result = await pglite.transaction((tx) => work(queryableOf(tx)));
      await wal.committed();
      return result;
    },
    async close() {
      await closePglite(pglite);
      await syncTree(pgdata);
      await lock.release();
    },
  };
}

// Only to save a look at the log after the many plain reads.
const READS = /^\s*select\b[^;]*$/i;

function openPglite(pgdata: string): Promise<PGlite> {
  // The log's segments are kept for reuse up to the first and not beyond the second.
  return PGlite.create(pgdata, { postgresqlconf: ['min_wal_size = 32MB', 'max_wal_size = 64MB'] });
}

async function createDatabase(folder: string, pgdata: string): Promise<void> {
  const beside = join(folder, 'pgdata.new');
  await rm(beside, { recursive: true, force: true });
  await closePglite(await openPglite(beside));
  await syncTree(beside);
  await rename(beside, pgdata);
  await syncPath(folder);
}

async function closePglite(pglite: PGlite): Promise<void> {
  if (!pglite.closed) await pglite.close();
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

function queryableOf(connection: PGlite | Transaction): Queryable {
  return {
    async query<Row>(sql: string, parameters?: readonly unknown[]) {
      const result = parameters ? await connection.query<Row>(sql, [...parameters]) : (await connection.exec(sql)).at(-1);
      return (result?.rows ?? []) as readonly Row[];
    },
  };
}
