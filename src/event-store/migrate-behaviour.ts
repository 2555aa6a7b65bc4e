import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './database.ts';
import type { OpenDatabase } from './event-store-behaviour.ts';
import { appliedMigrations, migrate } from './migrate.ts';
import { MigrationError } from './migration-files.ts';
import { EVENT_STORE_SCHEMA } from './open-event-store.ts';

const FIRST = { '0001-first.up.sql': 'create table things.a (x integer)', '0001-first.down.sql': 'drop table things.a' };
const SECOND = {
  '0002-second.up.sql': 'create table things.b (x integer); insert into things.b values (1); insert into things.a values (2)',
  '0002-second.down.sql': 'drop table things.b',
};

/** What migrating does, whatever database is below. */
export function describeMigrations(name: string, open: OpenDatabase): void {
  describe(`migrations on ${name}`, () => {
    let database: Database;
    let folder: string;
    const write = async (files: Readonly<Record<string, string>>) => {
      for (const [file, sql] of Object.entries(files)) await writeFile(join(folder, file), sql);
    };
    const versions = async () => (await appliedMigrations({ database, schema: 'things' })).map((applied) => applied.version);

    beforeEach(async () => {
      database = await open();
      await database.query('drop schema if exists things cascade');
      folder = await mkdtemp(join(tmpdir(), 'sluice-migrations-'));
    });
    afterEach(async () => {
      await database.close();
      await rm(folder, { recursive: true });
    });

    it('goes up, again without effect, further up with a new file, and down to any version', async () => {
      assert.deepEqual(await versions(), []);
      await write(FIRST);
      await migrate({ database, schema: 'things', folder });
      assert.deepEqual(await versions(), [1]);
      await write(SECOND);
      const applied = await migrate({ database, schema: 'things', folder });
      assert.deepEqual(
        applied.map(({ version, name }) => [version, name]),
        [
          [1, 'first'],
          [2, 'second'],
        ],
      );
      await migrate({ database, schema: 'things', folder });
      assert.deepEqual(await database.query('select x from things.b'), [{ x: 1 }]);
      await migrate({ database, schema: 'things', folder, to: 1 });
      assert.deepEqual(await versions(), [1]);
      await migrate({ database, schema: 'things', folder, to: 0 });
      assert.deepEqual(await versions(), []);
      await assert.rejects(migrate({ database, schema: 'things', folder, to: 3 }), MigrationError);
    });

    it('leaves everything as it was when one file fails', async () => {
      await write({ ...FIRST, ...SECOND, '0002-second.up.sql': 'create table things.b (x integer); select 1 / 0' });
      await assert.rejects(migrate({ database, schema: 'things', folder }), /division by zero/);
      assert.deepEqual(await versions(), []);
    });

    it('refuses a file that was edited after it was applied, and a database newer than the files', async () => {
      await write({ ...FIRST, ...SECOND });
      await migrate({ database, schema: 'things', folder });
      await write({ '0001-first.up.sql': 'create table things.a (x bigint)' });
      await assert.rejects(migrate({ database, schema: 'things', folder }), /migration 1 \(first\) was edited/);
      await write(FIRST);
      for (const file of Object.keys(SECOND)) await rm(join(folder, file));
      await assert.rejects(migrate({ database, schema: 'things', folder }), /at version 2 \(second\), newer than this program/);
    });

    it('refuses a folder with a gap, without files, or without the way back, and a name that is no schema', async () => {
      await assert.rejects(migrate({ database, schema: 'things', folder }), /has no file like/);
      await write({ '0001-first.up.sql': 'select 1' });
      await assert.rejects(migrate({ database, schema: 'things', folder }), /no readable \.down\.sql/);
      await write({ ...FIRST, '0003-third.up.sql': 'select 1', '0003-third.down.sql': 'select 1' });
      await assert.rejects(migrate({ database, schema: 'things', folder }), /should have the number 2/);
      await assert.rejects(appliedMigrations({ database, schema: 'a; drop' }), MigrationError);
    });

    it('migrates once when several start together, also on connections that remember the schema as missing', async () => {
      await write({ ...FIRST, ...SECOND });
      for (let round = 0; round < 5; round += 1) {
        await database.query('drop schema if exists things cascade');
        await Promise.all(Array.from({ length: 4 }, () => appliedMigrations({ database, schema: 'things' })));
        await Promise.all(Array.from({ length: 4 }, () => migrate({ database, schema: 'things', folder })));
        assert.deepEqual(await database.query('select x from things.b'), [{ x: 1 }]);
      }
    });

    it('takes the event store up, down and up again', async () => {
      await migrate({ database, ...EVENT_STORE_SCHEMA });
      await migrate({ database, ...EVENT_STORE_SCHEMA, to: 0 });
      const tables = await database.query("select table_name from information_schema.tables where table_schema = 'event_store'");
      assert.deepEqual(tables, [{ table_name: 'schema_versions' }]);
      await migrate({ database, ...EVENT_STORE_SCHEMA });
    });
  });
}
