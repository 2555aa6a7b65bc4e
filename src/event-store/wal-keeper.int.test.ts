import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { openPgliteDatabase } from './pglite-database.ts';
import { keepWal } from './wal-keeper.ts';

const SOME_MEGABYTES = `insert into kept select g, repeat(md5(g::text), 20) from generate_series(1, 30000) g`;

describe('WAL keeper', () => {
  let folder: string;
  let pgdata: string;
  let pglite: PGlite;
  let synced: string[];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-wal-'));
    pgdata = join(folder, 'pgdata');
    await (await openPgliteDatabase({ folder })).close();
    pglite = await PGlite.create(pgdata);
    await pglite.exec('create table kept (a integer, t text)');
  });
  beforeEach(() => {
    synced = [];
  });
  after(async () => {
    await pglite.close();
    await rm(folder, { recursive: true });
  });
  const sync = async (path: string) => void synced.push(basename(path));
  const walFile = async () => (await pglite.query<{ file: string }>('select pg_walfile_name(pg_current_wal_lsn()) as file')).rows[0]?.file;
  const redo = async () => (await pglite.query<{ at: string }>('select redo_lsn::text as at from pg_control_checkpoint()')).rows[0]?.at;

  it('syncs the file of the log that a commit went to, and nothing when nothing was written', async () => {
    const wal = await keepWal({ pglite, pgdata, sync });
    await wal.committed();
    assert.deepEqual(synced, []);
    await pglite.exec('insert into kept values (1)');
    await wal.committed();
    assert.deepEqual(synced, [await walFile()]);
  });

  it('syncs each file that a large commit went through, and the folder that has new ones', async () => {
    const wal = await keepWal({ pglite, pgdata, sync });
    const first = await walFile();
    await pglite.exec(SOME_MEGABYTES);
    await wal.committed();
    assert.ok(synced.length >= 3);
    assert.deepEqual([synced[0], synced.at(-2), synced.at(-1)], [first, await walFile(), 'pg_wal']);
  });

  it('lets commits that come while a sync runs share the next one', async () => {
    const wal = await keepWal({ pglite, pgdata, sync });
    const commits = Array.from({ length: 20 }, async (_, i) => {
      await pglite.exec(`insert into kept values (${i})`);
      await wal.committed();
    });
    await Promise.all(commits);
    assert.ok(synced.length >= 1 && synced.length <= 20);
    await wal.committed();
  });

  it('refuses every commit once the disk has refused one', async () => {
    let refuse = true;
    const wal = await keepWal({ pglite, pgdata, sync: async (path) => (refuse ? Promise.reject(new Error('EIO')) : sync(path)) });
    await pglite.exec('insert into kept values (1)');
    await assert.rejects(wal.committed(), /EIO/);
    refuse = false;
    await assert.rejects(wal.committed(), /EIO/);
    assert.deepEqual(synced, []);
  });

  it('folds the log into the data files once enough of it has piled up', async () => {
    const before = await redo();
    const idle = await keepWal({ pglite, pgdata, checkpointBytes: 1024 ** 3 });
    await pglite.exec('insert into kept values (1)');
    await idle.committed();
    assert.equal(await redo(), before);
    const wal = await keepWal({ pglite, pgdata, checkpointBytes: 1 });
    await pglite.exec('insert into kept values (1)');
    await wal.committed();
    assert.notEqual(await redo(), before);
  });

  it('fails loudly when the log it should sync is not there', async () => {
    const wal = await keepWal({ pglite, pgdata: join(folder, 'elsewhere') });
    await pglite.exec('insert into kept values (1)');
    await assert.rejects(wal.committed(), /ENOENT/);
  });
});
