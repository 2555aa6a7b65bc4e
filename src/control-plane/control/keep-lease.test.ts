import assert from 'node:assert/strict';
import { type KeptLease, keepLease } from './keep-lease.ts';
import type { Leases } from './ports/leases.ts';
import { memoryLeases } from './ports/testing/memory-leases.ts';
import { type ManualClock, manualClock } from './testing/manual-clock.ts';
import { settled } from './testing/small-world.ts';

const ttlMs = 15_000;

describe('keepLease', () => {
  let clock: ManualClock;
  let leases: Leases;
  let lost: AbortController;
  let kept: KeptLease;
  let renewals: number;

  const whenKept = (): Promise<void> => {
    renewals += 1;
    return Promise.resolve();
  };
  const keep = async (change: Partial<Leases> = {}): Promise<void> => {
    const lease = await leases.acquire('x', 'me', ttlMs);
    assert.ok(lease !== undefined);
    const held = { name: 'x', holder: 'me', token: lease.token, ttlMs, untilMs: clock.now() + ttlMs };
    kept = keepLease({ clock, leases: { ...leases, ...change } }, held, { lost, whenKept });
  };
  const pass = async (seconds: number): Promise<void> => {
    for (let passed = 0; passed < seconds; passed += 1) {
      clock.advance(1000);
      await settled();
    }
  };

  beforeEach(() => {
    clock = manualClock();
    leases = memoryLeases({ now: () => clock.now() });
    lost = new AbortController();
    renewals = 0;
  });
  afterEach(async () => {
    await kept.stop();
    assert.equal(clock.sleepers(), 0, 'a timer was left');
  });

  it('keeps it for as long as it likes', async () => {
    await keep();
    await pass(60);
    assert.deepEqual([lost.signal.aborted, kept.isOver(), renewals], [false, false, 12]);
    assert.equal(await leases.acquire('x', 'other', ttlMs), undefined);
  });

  it('has lost it when it went to another', async () => {
    await keep();
    await leases.acquire('x', 'me', ttlMs);
    await pass(5);
    assert.deepEqual([lost.signal.aborted, renewals], [true, 0]);
  });

  it('bears with renewals that fail, until it has run out', async () => {
    let failures = 0;
    const renew: Leases['renew'] = async (...args) => {
      failures += 1;
      if (failures <= 2) throw new Error('connection lost');
      return leases.renew(...args);
    };
    await keep({ renew });
    await pass(14);
    assert.equal(lost.signal.aborted, false);
    await pass(1);
    // The third try came at the very end of the lease: too late.
    assert.equal(lost.signal.aborted, true);
  });

  it('goes on when a later renewal succeeds in time', async () => {
    let failures = 0;
    const renew: Leases['renew'] = async (...args) => {
      failures += 1;
      if (failures === 1) throw new Error('connection lost');
      return leases.renew(...args);
    };
    await keep({ renew });
    await pass(30);
    assert.equal(lost.signal.aborted, false);
  });

  it('has lost it at its end when nobody answers', async () => {
    await keep({ renew: () => new Promise(() => undefined) });
    await pass(14);
    assert.deepEqual([lost.signal.aborted, kept.isOver()], [false, false]);
    await pass(1);
    assert.deepEqual([lost.signal.aborted, kept.isOver()], [true, true]);
  });

  it('is over by the clock before any timer says so', async () => {
    await keep();
    clock.advance(ttlMs);
    assert.deepEqual([lost.signal.aborted, kept.isOver()], [false, true]);
    await settled();
    assert.equal(lost.signal.aborted, true);
  });
});
