import assert from 'node:assert/strict';
import { errorBudget } from '../domain/slo/error-budget.ts';
import type { Objective } from '../domain/slo/objective.ts';
import type { WindowReading } from '../domain/slo/window-reading.ts';
import { SourceError } from './ports/source-error.ts';
import { type MemoryMetrics, memoryMetrics } from './ports/testing/memory-metrics.ts';
import { readSloStatus } from './read-slo-status.ts';
import { readWindows } from './read-windows.ts';
import { type ManualClock, manualClock } from './testing/manual-clock.ts';
import { checkoutService, errorRate, quickPlan } from './testing/small-world.ts';

const scrapeIntervalMs = 5000;
const here = { job: 'checkout', instance: 'a', service: 'checkout' };
const hour = 3600;

/** 99 % of requests within 200 ms, over two hours: its windows are 5 min, 1 h and 2 h. */
const latency: Objective = {
  ...errorRate,
  kind: 'latency',
  thresholdMs: 200,
  windowSeconds: 2 * hour,
  indicator: { total: 'requests_count', good: 'requests_bucket{le="0.2"}' },
};
const errors: Objective = { ...errorRate, windowSeconds: 2 * hour };

const rounded = (readings: readonly WindowReading[]): readonly WindowReading[] =>
  readings.map((reading) => ({ ...reading, bad: Math.round(reading.bad), total: Math.round(reading.total) }));

describe('readWindows', () => {
  let clock: ManualClock;
  let metrics: MemoryMetrics;
  const read = (objective: Objective = errors): Promise<readonly WindowReading[]> =>
    readWindows({ metrics, clock, scrapeIntervalMs }, objective);
  /** Lets time pass with a scrape every five seconds, and something done before each. */
  const pass = (seconds: number, before: () => void = () => undefined): void => {
    for (let passed = 0; passed < seconds; passed += scrapeIntervalMs / 1000) {
      clock.advance(scrapeIntervalMs);
      before();
      metrics.scrape(clock.now());
    }
  };
  const answer = (code: string, requests: number): void => metrics.count('http_requests_total', { ...here, code }, requests);

  beforeEach(() => {
    clock = manualClock();
    metrics = memoryMetrics();
  });

  it('knows nothing without data', async () => {
    assert.deepEqual(
      await read(),
      [300, hour, 2 * hour].map((windowSeconds) => ({ windowSeconds, bad: 0, total: 0, coverage: 0 })),
    );
  });

  it('reads all windows, shortest first, weighted by events', async () => {
    pass(2 * hour, () => {
      answer('200', 49);
      answer('500', 1);
    });
    const readings = rounded(await read());
    assert.deepEqual(
      readings.map(({ windowSeconds, coverage }) => [windowSeconds, coverage]),
      [
        [300, 1],
        [hour, 1],
        [2 * hour, 1],
      ],
    );
    assert.deepEqual(
      readings.map(({ bad, total }) => [bad, total]),
      [
        [60, 3000],
        [720, 36_000],
        [1440, 72_000],
      ],
    );
  });

  it('counts no bad events where no bad series was ever seen', async () => {
    pass(600, () => answer('200', 10));
    const [short] = await read();
    assert.deepEqual(short, { windowSeconds: 300, bad: 0, total: 600, coverage: 1 });
  });

  it('knows nothing where good events match no series: that is a broken selector', async () => {
    pass(600, () => metrics.count('requests_count', here, 10));
    const [short] = await read(latency);
    assert.deepEqual(short, { windowSeconds: 300, bad: 0, total: 600, coverage: 0 });
  });

  it('takes what is not good as bad', async () => {
    pass(600, () => {
      metrics.count('requests_count', here, 10);
      metrics.count('requests_bucket', { ...here, le: '0.2' }, 9);
    });
    const [short] = rounded(await read(latency));
    assert.deepEqual(short, { windowSeconds: 300, bad: 60, total: 600, coverage: 1 });
  });

  it('counts through a restart', async () => {
    pass(300, () => answer('200', 10));
    metrics.restart('a');
    pass(150, () => answer('200', 10));
    const [short] = rounded(await read());
    assert.deepEqual(short, { windowSeconds: 300, bad: 0, total: 600, coverage: 1 });
  });

  it('covers as much of a window as was scraped', async () => {
    pass(1800, () => answer('200', 10));
    const readings = await read();
    assert.deepEqual(
      readings.map(({ coverage }) => coverage),
      [1, 0.5, 0.25],
    );
  });

  it('covers nothing of a gap', async () => {
    pass(1800, () => answer('200', 10));
    clock.advance(1_200_000);
    pass(600, () => answer('200', 10));
    const [short, long] = await read();
    assert.equal(short?.coverage, 1);
    assert.ok(Math.abs((long?.coverage ?? 0) - 40 / 60) < 0.02, `${long?.coverage}`);
  });

  it('tells when the metrics are out of reach', async () => {
    metrics.setReachable(false);
    await assert.rejects(read(), (error) => error instanceof SourceError && error.code === 'metrics-unreachable' && error.retryable);
  });

  it('gives up when its caller does, without blaming the metrics', async () => {
    const gone = new AbortController();
    gone.abort();
    const failing = { ...metrics, query: () => Promise.reject(new DOMException('gone', 'AbortError')) };
    await assert.rejects(readWindows({ metrics: failing, clock, scrapeIntervalMs }, errors, gone.signal), { name: 'AbortError' });
  });

  describe('as the status of an SLO', () => {
    const service = checkoutService({
      plan: quickPlan,
      objectives: [errors],
      runner: { run: () => Promise.reject(new Error('not asked')) },
    });
    const status = async () => (await readSloStatus({ metrics, clock, scrapeIntervalMs }, service))[0];

    it('says why it is not known', async () => {
      const known = await status();
      assert.equal(known?.budgetRemaining, undefined);
      assert.equal(known?.secondsToExhaustion, undefined);
      assert.equal(known?.note, 'it has no events');
      assert.deepEqual(
        known?.burnRates.map(({ burnRate }) => burnRate),
        [undefined, undefined, undefined],
      );
    });

    it('tells what is left, how fast it burns and when it is spent', async () => {
      pass(2 * hour, () => {
        answer('200', 199);
        answer('500', 1);
      });
      const known = await status();
      assert.ok(Math.abs((known?.budgetRemaining ?? 0) - 0.5) < 0.01, `${known?.budgetRemaining}`);
      assert.ok(known?.burnRates.every(({ burnRate }) => Math.abs((burnRate ?? 0) - 0.5) < 0.01));
      assert.ok(Math.abs((known?.secondsToExhaustion ?? 0) - 2 * hour) < 100, `${known?.secondsToExhaustion}`);
      assert.equal(known?.note, undefined);
      assert.equal(errorBudget(errors, await read(), 0.1).remaining, known?.budgetRemaining);
    });
  });
});
