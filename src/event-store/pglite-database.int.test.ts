import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderLocked } from './folder-lock.ts';
import { openEventStore } from './open-event-store.ts';
import { openPgliteDatabase } from './pglite-database.ts';
import { sha256Seal } from './sha256-seal.ts';
import { eventually } from './testing/eventually.ts';
import { spawnProgram } from './testing/spawn-program.ts';
import { verifyChain } from './verify-chain.ts';

describe('PGlite database', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-pglite-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps its content over close and open, and holds the folder in between', async () => {
    const first = await openPgliteDatabase({ folder });
    await first.query('create table kept (a integer); insert into kept values (7)');
    await assert.rejects(openPgliteDatabase({ folder }), FolderLocked);
    await first.close();
    const second = await openPgliteDatabase({ folder });
    assert.deepEqual(await second.query('select a from kept where a = $1', [7]), [{ a: 7 }]);
    await second.close();
    await second.close();
  });

  it('keeps its content also when commits are left to the operating system', async () => {
    const first = await openPgliteDatabase({ folder, syncCommits: false });
    await first.transaction((tx) => tx.query('create table kept (a integer); insert into kept values (7)'));
    await first.close();
    const second = await openPgliteDatabase({ folder });
    assert.deepEqual(await second.query('select a from kept'), [{ a: 7 }]);
    await second.close();
  });

  it('rolls a transaction back when its work throws', async () => {
    const database = await openPgliteDatabase({ memory: true });
    await database.query('create table kept (a integer)');
    const work = database.transaction(async (tx) => {
      await tx.query('insert into kept values (1)');
      throw new Error('changed my mind');
    });
    await assert.rejects(work, /changed my mind/);
    assert.deepEqual(await database.query('select a from kept'), []);
    await database.close();
  });

  it('opens after a first start that was killed half-way', async () => {
    const program = spawnProgram(new URL('./testing/create-database.ts', import.meta.url), [folder]);
    await eventually('the first start has begun to write', async () => (await readdir(folder)).includes('pgdata.new'));
    await program.kill();
    assert.deepEqual((await readdir(folder)).sort(), ['lock', 'pgdata.new']);
    const database = await openPgliteDatabase({ folder });
    assert.deepEqual(await database.query('select 1 as one'), [{ one: 1 }]);
    await database.close();
    assert.deepEqual((await readdir(folder)).sort(), ['lock', 'pgdata']);
  });

  it('releases the folder when the database in it does not open', async () => {
    await writeFile(join(folder, 'pgdata'), 'not a database');
    await assert.rejects(openPgliteDatabase({ folder }));
    await rm(join(folder, 'pgdata'));
    await (await openPgliteDatabase({ folder })).close();
  });

  it('has everything that was acknowledged to a process that was then killed, with its chain whole', async () => {
    let acknowledged = 0;
    for (let kills = 1; kills <= 2; kills += 1) {
      const program = spawnProgram(new URL('./testing/append-until-killed.ts', import.meta.url), [folder]);
      await eventually('events are being acknowledged', () => program.lines.length >= 40);
      await program.kill();
      acknowledged = Number(program.lines.at(-1));
    }
    const database = await openPgliteDatabase({ folder });
    const store = await openEventStore({ database, now: () => new Date(), newId: randomUUID, seal: sha256Seal });
    const positions = (await store.readAll(0, 1_000_000)).map((event) => event.position);
    assert.ok(acknowledged >= 80);
    assert.deepEqual(
      positions.slice(0, acknowledged),
      Array.from({ length: acknowledged }, (_, i) => i + 1),
    );
    // One append may have been committed but not yet answered.
    assert.ok(positions.length <= acknowledged + 1);
    assert.equal((await verifyChain({ database, seal: sha256Seal })).kind, 'intact');
    await store.close();
  });
});
