import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderLocked, lockFolder } from './folder-lock.ts';
import { openPgliteDatabase } from './pglite-database.ts';
import { eventually } from './testing/eventually.ts';
import { type SpawnedProgram, spawnProgram } from './testing/spawn-program.ts';

describe('folder lock', () => {
  let folder: string;
  let holder: SpawnedProgram | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-lock-'));
  });
  afterEach(async () => {
    await holder?.kill();
    await rm(folder, { recursive: true });
  });
  const startHolder = async () => {
    const program = spawnProgram(new URL('./testing/hold-folder.ts', import.meta.url), [folder]);
    holder = program;
    await eventually('the other process holds the folder', () => program.lines.includes('locked'));
    return program;
  };

  it('creates the folder and says who holds it', async () => {
    const lock = await lockFolder(join(folder, 'new'));
    assert.equal(await readFile(join(folder, 'new/lock'), 'utf8'), `${process.pid}\n`);
    await lock.release();
  });

  it('refuses the folder to the same process too, until it is released', async () => {
    const lock = await lockFolder(folder);
    await assert.rejects(lockFolder(folder), FolderLocked);
    await lock.release();
    await (await lockFolder(folder)).release();
  });

  it('refuses a folder that another process holds, names its process id, and touches nothing', async () => {
    const { pid } = await startHolder();
    const refused = (error: unknown) => {
      assert.ok(error instanceof FolderLocked);
      assert.deepEqual([error.folder, error.holderPid], [folder, pid]);
      assert.match(error.message, new RegExp(`in use by process ${pid}; stop it first`));
      return true;
    };
    await assert.rejects(lockFolder(folder), refused);
    await assert.rejects(openPgliteDatabase({ folder }), refused);
    assert.deepEqual(await readdir(folder), ['lock']);
    assert.equal(await readFile(join(folder, 'lock'), 'utf8'), `${pid}\n`);
  });

  it('is free again once its holder was killed', async () => {
    await (await startHolder()).kill();
    await (await lockFolder(folder)).release();
  });
});
