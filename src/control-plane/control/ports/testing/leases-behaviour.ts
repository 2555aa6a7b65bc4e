import assert from 'node:assert/strict';
import type { Leases } from '../leases.ts';

/** Leases under test, none of them held. */
export interface LeasesUnderTest {
  readonly leases: Leases;
  setNow(nowMs: number): void;
  close(): Promise<void>;
}

/** What all leases do, whatever they are kept in. `open` answers fresh ones for each fact. */
export function describeLeases(name: string, open: () => Promise<LeasesUnderTest>): void {
  describe(`leases: ${name}`, () => {
    const start = Date.parse('2026-03-01T12:00:00Z');
    let under: LeasesUnderTest;
    const leases = (): Leases => under.leases;

    beforeEach(async () => {
      under = await open();
      under.setNow(start);
    });
    afterEach(() => under.close());

    it('is one holder until it expires, and then the next with a greater token', async () => {
      const first = await leases().acquire('release-1', 'a', 1000);
      under.setNow(start + 999);
      assert.equal(await leases().acquire('release-1', 'b', 1000), undefined);
      under.setNow(start + 1000);
      const second = await leases().acquire('release-1', 'b', 1000);
      assert.ok(first !== undefined && second !== undefined && second.token > first.token);
    });

    it('keeps names apart', async () => {
      await leases().acquire('release-1', 'a', 1000);
      assert.notEqual(await leases().acquire('release-2', 'b', 1000), undefined);
    });

    it('lasts as long as it is renewed in time', async () => {
      const lease = await leases().acquire('release-1', 'a', 1000);
      for (const passed of [900, 1800]) {
        under.setNow(start + passed);
        assert.equal(await leases().renew('release-1', 'a', lease?.token ?? 0, 1000), true);
      }
      under.setNow(start + 2700);
      assert.equal(await leases().acquire('release-1', 'b', 1000), undefined);
    });

    it('is lost when it expired, went to another, or was granted again', async () => {
      const first = await leases().acquire('release-1', 'a', 1000);
      under.setNow(start + 1000);
      assert.equal(await leases().renew('release-1', 'a', first?.token ?? 0, 1000), false);
      await leases().acquire('release-1', 'b', 1000);
      assert.equal(await leases().renew('release-1', 'a', first?.token ?? 0, 1000), false);
      const older = await leases().acquire('release-1', 'b', 1000);
      const newer = await leases().acquire('release-1', 'b', 1000);
      assert.equal(await leases().renew('release-1', 'b', older?.token ?? 0, 1000), false);
      assert.equal(await leases().renew('release-1', 'b', newer?.token ?? 0, 1000), true);
    });

    it('is free again once released by who holds it, and by nobody else', async () => {
      const first = await leases().acquire('release-1', 'a', 1000);
      await leases().release('release-1', 'b', first?.token ?? 0);
      assert.equal(await leases().acquire('release-1', 'b', 1000), undefined);
      await leases().release('release-1', 'a', first?.token ?? 0);
      const second = await leases().acquire('release-1', 'b', 1000);
      assert.ok(second !== undefined && second.token > (first?.token ?? 0));
    });

    it('goes to one of many who ask at once', async () => {
      const granted = await Promise.all(Array.from({ length: 8 }, (_, index) => leases().acquire('release-1', `holder-${index}`, 1000)));
      assert.equal(granted.filter((lease) => lease !== undefined).length, 1);
    });
  });
}
