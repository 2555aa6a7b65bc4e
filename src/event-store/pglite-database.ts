import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import type { Database, Queryable } from './database.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';

/** Where a PGlite database lives: in a folder that survives the process, or in memory. */
export type PgliteLocation = { readonly folder: string } | { readonly memory: true };

/**
 * Opens PostgreSQL inside this process. A folder is locked first (FolderLocked when another process has it), because PGlite takes
 * no lock and two processes on one folder destroy it; the lock is released by close().
 *
 * The first start creates the database beside its place and renames it when it is whole, so a process killed half-way leaves
 * nothing that doesn't open. What has been answered survives kill -9, but PGlite never syncs to disk (`fsync` is off and can't be
 * turned on): a machine that loses power may lose the last seconds. Where that must not be, use PostgreSQL.
 */
export async function openPgliteDatabase(location: PgliteLocation): Promise<Database> {
  if ('memory' in location) return databaseOf(await PGlite.create());
  const lock = await lockFolder(location.folder);
  try {
    return databaseOf(await openFolder(location.folder), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openFolder(folder: string): Promise<PGlite> {
  const place = join(folder, 'pgdata');
  if (!(await exists(place))) await createDatabase(folder, place);
  return PGlite.create(place);
}

async function createDatabase(folder: string, place: string): Promise<void> {
  const beside = join(folder, 'pgdata.new');
  await rm(beside, { recursive: true, force: true });
  const database = await PGlite.create(beside);
  await database.close();
  await rename(beside, place);
  await syncFolder(folder);
}

// The rename itself is durable once the folder that holds both names is.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
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

function databaseOf(pglite: PGlite, lock?: FolderLock): Database {
  return {
    ...queryableOf(pglite),
    transaction: (work) => pglite.transaction((tx) => work(queryableOf(tx))),
    async close() {
      if (!pglite.closed) await pglite.close();
      await lock?.release();
    },
  };
}

function queryableOf(connection: PGlite | Transaction): Queryable {
  return {
    async query<Row>(sql: string, parameters?: readonly unknown[]) {
      const result = parameters ? await connection.query<Row>(sql, [...parameters]) : (await connection.exec(sql)).at(-1);
      return (result?.rows ?? []) as readonly Row[];
    },
  };
}
