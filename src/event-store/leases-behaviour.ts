import assert from 'node:assert/strict';
import type { Database } from './database.ts';
import type { OpenDatabase } from './event-store-behaviour.ts';
import { openLeases } from './leases.ts';
import { migrate } from './migrate.ts';
import { EVENT_STORE_SCHEMA } from './open-event-store.ts';

/** What leases do, whatever database is below. */
export function describeLeases(name: string, open: OpenDatabase): void {
  describe(`leases on ${name}`, () => {
    let database: Database;
    let nowMs: number;
    const leases = () => openLeases({ database, now: () => new Date(nowMs) });

    beforeEach(async () => {
      nowMs = Date.parse('2026-03-01T10:00:00Z');
      database = await open();
      await migrate({ database, ...EVENT_STORE_SCHEMA });
    });
    afterEach(() => database.close());

    it('grants a free name, and refuses it to another until it has expired', async () => {
      assert.deepEqual(await leases().acquire('release-1', 'a', 1000), { token: 1, expiresAt: new Date(nowMs + 1000) });
      nowMs += 999;
      assert.equal(await leases().acquire('release-1', 'b', 1000), undefined);
      nowMs += 1;
      assert.equal((await leases().acquire('release-1', 'b', 1000))?.token, 2);
    });

    it('keeps names apart', async () => {
      await leases().acquire('release-1', 'a', 1000);
      assert.equal((await leases().acquire('release-2', 'b', 1000))?.token, 1);
    });

    it('prolongs a lease that is renewed in time', async () => {
      await leases().acquire('release-1', 'a', 1000);
      nowMs += 900;
      assert.equal(await leases().renew('release-1', 'a', 1, 1000), true);
      nowMs += 900;
      assert.equal(await leases().acquire('release-1', 'b', 1000), undefined);
    });

    it('does not renew what has expired, gone to another, or was granted again to the same holder', async () => {
      await leases().acquire('release-1', 'a', 1000);
      nowMs += 1000;
      assert.equal(await leases().renew('release-1', 'a', 1, 1000), false);
      await leases().acquire('release-1', 'b', 1000);
      assert.equal(await leases().renew('release-1', 'a', 1, 1000), false);
      await leases().acquire('release-1', 'b', 1000);
      assert.equal(await leases().renew('release-1', 'b', 2, 1000), false);
      assert.equal(await leases().renew('release-1', 'b', 3, 1000), true);
    });

    it('is free again when released, with a growing token, and a late release does nothing', async () => {
      await leases().acquire('release-1', 'a', 1000);
      await leases().release('release-1', 'a', 1);
      assert.equal((await leases().acquire('release-1', 'b', 1000))?.token, 2);
      await leases().release('release-1', 'a', 1);
      assert.equal(await leases().acquire('release-1', 'a', 1000), undefined);
    });

    it('grants a name to one of many who ask at once', async () => {
      const grants = await Promise.all(Array.from({ length: 10 }, (_, i) => leases().acquire('release-1', `holder-${i}`, 1000)));
      assert.equal(grants.filter((grant) => grant !== undefined).length, 1);
    });

    it('goes by the database clock where none is handed in', async () => {
      const shared = openLeases({ database });
      const lease = await shared.acquire('release-1', 'a', 60_000);
      assert.ok(lease && lease.expiresAt instanceof Date);
      assert.equal(await shared.acquire('release-1', 'b', 60_000), undefined);
      assert.equal(await shared.renew('release-1', 'a', lease.token, 60_000), true);
      await shared.acquire('release-2', 'a', -1);
      assert.equal((await shared.acquire('release-2', 'b', 60_000))?.token, 2);
    });
  });
}
