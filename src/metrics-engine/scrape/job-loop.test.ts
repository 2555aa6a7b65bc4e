import assert from 'node:assert/strict';
import { type ManualClock, manualClock } from '../manual-clock.ts';
import { runJobLoop } from './job-loop.ts';

const START = 1_700_000_000_000;

describe('runJobLoop', () => {
  let clock: ManualClock;
  let stop: AbortController;
  let scraped: (readonly [target: string, afterMs: number])[];
  beforeEach(() => {
    clock = manualClock(START + 1234);
    stop = new AbortController();
    scraped = [];
  });

  /** A target whose scrape takes a while; it ends early when the loop stops. */
  const target = (name: string, tookMs = 0) => ({
    async scrape(atMs: number, signal: AbortSignal): Promise<void> {
      scraped.push([name, atMs - START]);
      if (tookMs > 0) await clock.sleep(tookMs, signal);
    },
  });
  const run = (targets: () => readonly ReturnType<typeof target>[], onInstant: (atMs: number) => void = () => undefined, from = clock) =>
    runJobLoop({ intervalMs: 5000, scrapers: targets, clock: from, signal: stop.signal, onInstant });

  it('scrapes all targets at the instants of the grid, and tells of each instant', async () => {
    const instants: number[] = [];
    const running = run(
      () => [target('a'), target('b')],
      (atMs) => instants.push(atMs - START),
    );
    await clock.advance(10_000);
    stop.abort();
    await running;
    assert.deepEqual(scraped, [
      ['a', 5000],
      ['b', 5000],
      ['a', 10_000],
      ['b', 10_000],
    ]);
    assert.deepEqual(instants, [5000, 10_000]);
  });

  it('scrapes the targets that there are at the instant', async () => {
    const targets = [target('a')];
    const running = run(() => targets);
    await clock.advance(5000);
    targets.splice(0, 1, target('b'));
    await clock.advance(5000);
    stop.abort();
    await running;
    assert.deepEqual(scraped, [
      ['a', 5000],
      ['b', 10_000],
    ]);
  });

  it('does not wait for a slow target', async () => {
    const running = run(() => [target('slow', 60_000), target('b')]);
    await clock.advance(10_000);
    assert.equal(scraped.length, 4);
    stop.abort();
    await running;
  });

  it('gives samples the time of the instant when it wakes a little late, and the true time when it wakes later', async () => {
    for (const [lateMs, stampMs] of [
      [2, 5000],
      [3, 5003],
    ] as const) {
      scraped = [];
      stop = new AbortController();
      clock = manualClock(START + 1234);
      const late: ManualClock = { ...clock, sleep: (ms, signal) => clock.sleep(ms + lateMs, signal) };
      const running = run(() => [target('a')], undefined, late);
      await clock.advance(4000);
      stop.abort();
      await running;
      assert.deepEqual(scraped, [['a', stampMs]]);
    }
  });

  it('sleeps on when it wakes before the instant', async () => {
    const hasty: ManualClock = { ...clock, sleep: (ms, signal) => clock.sleep(Math.ceil(ms / 2), signal) };
    const running = run(() => [target('a')], undefined, hasty);
    await clock.advance(4000);
    stop.abort();
    await running;
    assert.deepEqual(scraped, [['a', 5000]]);
  });

  it('ends only when the scrapes under way have ended', async () => {
    let hasEnded = false;
    const endless = {
      scrape: (_atMs: number, signal: AbortSignal) =>
        new Promise<void>((resolve) =>
          signal.addEventListener('abort', () =>
            setImmediate(() => {
              hasEnded = true;
              resolve();
            }),
          ),
        ),
    };
    const running = run(() => [endless]);
    await clock.advance(5000);
    stop.abort();
    await running;
    assert.ok(hasEnded);
  });
});
