import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import type { EventStore } from './event-store.ts';
import { describeEventStore } from './event-store-behaviour.ts';
import { describeImport } from './import-events-behaviour.ts';
import { describeLeases } from './leases-behaviour.ts';
import { describeMigrations } from './migrate-behaviour.ts';
import { openEventStore } from './open-event-store.ts';
import { openPostgresDatabase } from './postgres-database.ts';
import { reusing } from './testing/reusable-database.ts';
import { type RunningPostgres, startPostgres } from './testing/start-postgres.ts';
import { describeChain } from './verify-chain-behaviour.ts';

describe('grown', () => {
  let server: RunningPostgres;
  let postgres: Database;
  before(async () => {
    server = await startPostgres();
    postgres = openPostgresDatabase({ connectionString: server.connectionString });
  });
  after(async () => {
    await postgres.close();
    await server.stop();
  });
  const open = async () => reusing(postgres)();

  describeEventStore('PostgreSQL', open);
  describeChain('PostgreSQL', open);
  describeImport('PostgreSQL', open);
  describeLeases('PostgreSQL', open);
  describeMigrations('PostgreSQL', open);

  describe('PostgreSQL database', () => {
    it('rolls the work back when it throws, and the connection serves on', async () => {
      const database = openPostgresDatabase({ connectionString: server.connectionString, maxConnections: 1 });
      await database.query('create table kept (a integer)');
      const work = database.transaction(async (tx) => {
        await tx.query('insert into kept values (1)');
        throw new Error('changed my mind');
      });
      await assert.rejects(work, /changed my mind/);
      assert.deepEqual(await database.query('select * from kept'), []);
      await database.query('drop table kept');
      await database.close();
    });

    it('ends a statement at its deadline', async () => {
      const database = openPostgresDatabase({ connectionString: server.connectionString, statementDeadlineMs: 50 });
      await assert.rejects(database.query('select pg_sleep(30)'), /statement timeout/);
      await database.close();
    });

    it('rejects, and recovers, when the server cuts its connections', async () => {
      const database = openPostgresDatabase({ connectionString: server.connectionString, maxConnections: 1 });
      const cut = database.transaction(async (tx) => {
        const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
        await postgres.query('select pg_terminate_backend($1)', [own?.pid]);
        await tx.query('select 1');
      });
      await assert.rejects(cut);
      assert.deepEqual(await database.query('select 1 as one'), [{ one: 1 }]);
      await database.close();
    });

    it('rejects within its deadline when nothing answers', async () => {
      const database = openPostgresDatabase({ connectionString: 'postgresql://sluice@127.0.0.1:1/none', connectDeadlineMs: 500 });
      await assert.rejects(database.query('select 1'), /ECONNREFUSED|timeout/);
      await database.close();
    });
  });

  it('keeps positions in commit order when two processes append', async () => {
    const database = await open();
    const second = openPostgresDatabase({ connectionString: server.connectionString });
    const stores = await Promise.all(
      [database, second].map((db) => openEventStore({ database: db, now: () => new Date(), newId: randomUUID })),
    );
    await Promise.all(stores.map((store, i) => appendTwenty(store, `process-${i}-`)));
    const events = (await stores[0]?.readAll(0)) ?? [];
    assert.deepEqual(
      events.map((event) => event.position),
      Array.from({ length: 40 }, (_, i) => i + 1),
    );
    await Promise.all(stores.map((store) => store.close()));
  });
});

async function appendTwenty(store: EventStore, prefix: string): Promise<void> {
  await Promise.all(Array.from({ length: 20 }, (_, i) => store.append({ id: prefix + i, type: 'release' }, 0, [{ type: 'a', data: i }])));
}
