import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { syncPath, syncTree } from './sync-tree.ts';

/** What keepWal() needs; `checkpointBytes` is how much log may pile up before it is folded into the data files. */
export interface WalKeeperOptions {
  readonly pglite: PGlite;
  /** The folder of the database itself. */
  readonly pgdata: string;
  readonly checkpointBytes?: number;
  readonly sync?: (path: string) => Promise<void>;
}

/** Stands in for the processes that a PostgreSQL server has for its write-ahead log, and PGlite hasn't. */
export interface WalKeeper {
  /** Resolves once the disk has everything committed before the call; rejects when it refuses, and from then on. Whether that commit is kept is unknown. */
  committed(): Promise<void>;
}

interface WalPosition {
  readonly lsn: string;
  /** The log's file that `lsn` lies in; files sort by age. */
  readonly file: string;
  readonly bytesSinceCheckpoint: number;
}

// Twice PostgreSQL's segment size: a restart replays a second or so of log, and a checkpoint is rare.
const CHECKPOINT_BYTES = 32 * 1024 * 1024;

const WHERE = `select lsn::text, pg_walfile_name(lsn) as file, (lsn - redo_lsn)::float8 as "bytesSinceCheckpoint"
  from pg_current_wal_lsn() as lsn, pg_control_checkpoint()`;

/**
 * Keeps PGlite's write-ahead log on the disk and small. PGlite runs with `fsync` off, so a commit only reaches the operating
 * system; and it has no checkpointer, so its log would grow until the process ends.
 *
 * Commits that come while one sync runs share the next one. One gap remains: a power failure in the moment between a checkpoint and
 * the sync of its files, once in 32 MiB of log. Who can't have that uses PostgreSQL.
 */
export async function keepWal(options: WalKeeperOptions): Promise<WalKeeper> {
  let synced = await walPosition(options.pglite);
  const syncNow = async () => {
    const reached = await walPosition(options.pglite);
    if (reached.lsn === synced.lsn) return;
    await syncSegments(options, synced.file, reached.file);
    synced = reached;
    if (reached.bytesSinceCheckpoint > (options.checkpointBytes ?? CHECKPOINT_BYTES)) await checkpoint(options);
  };
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return {
    committed() {
      next ??= running.then(() => {
        next = undefined;
        const now = syncNow();
        // Never caught: a kernel that failed to write may report success the next time, for pages that it has dropped. So once the
        // disk has refused, every later commit is refused too, until the database is opened again.
        running = now;
        return now;
      });
      return next;
    },
  };
}

async function walPosition(pglite: PGlite): Promise<WalPosition> {
  const { rows } = await pglite.query<WalPosition>(WHERE);
  const [position] = rows;
  if (!position) throw new Error('PGlite does not say where its write-ahead log ends');
  return position;
}

async function syncSegments({ pgdata, sync = syncPath }: WalKeeperOptions, from: string, to: string): Promise<void> {
  const folder = join(pgdata, 'pg_wal');
  if (from === to) return sync(join(folder, to));
  const segments = (await readdir(folder)).filter((name) => name >= from && name <= to);
  for (const name of segments) await sync(join(folder, name));
  await sync(folder);
}

// From the checkpoint on, the log no longer brings back what the data files have, so the disk must have these.
async function checkpoint({ pglite, pgdata }: WalKeeperOptions): Promise<void> {
  await pglite.exec('checkpoint');
  await syncTree(pgdata);
}
