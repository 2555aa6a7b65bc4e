import assert from 'node:assert/strict';
import type { Objective } from '../domain/slo/objective.ts';
import { type MemoryMetrics, memoryMetrics } from './ports/testing/memory-metrics.ts';
import { readQuantiles } from './read-quantiles.ts';
import { errorRate } from './testing/small-world.ts';

const latency: Objective = {
  ...errorRate,
  kind: 'latency',
  name: 'checkout-latency',
  thresholdMs: 200,
  target: 0.5,
  indicator: { total: 'seconds_count', good: 'seconds_bucket{le="0.2"}' },
};

describe('readQuantiles', () => {
  let metrics: MemoryMetrics;
  const read = (signal?: AbortSignal) =>
    readQuantiles(metrics, [errorRate, latency], { version: 'v2' }, { seconds: 60, atMs: 100_000 }, signal);

  beforeEach(() => {
    metrics = memoryMetrics();
    for (const atMs of [80_000, 90_000, 100_000]) {
      for (const [version, le, requests] of [
        ['v2', '0.1', 0],
        ['v2', '0.2', 10],
        ['v2', '+Inf', 10],
        ['v1', '0.1', 10],
        ['v1', '+Inf', 10],
      ] as const)
        metrics.count('seconds_bucket', { version, le }, requests);
      metrics.scrape(atMs);
    }
  });

  it('reads the percentile of one version from the whole histogram, in milliseconds, for latency objectives', async () => {
    const quantiles = await read();
    assert.deepEqual(Object.keys(quantiles), ['checkout-latency']);
    assert.equal(Math.round(quantiles['checkout-latency'] ?? 0), 150);
  });

  it('leaves out what has no samples', async () => {
    metrics = memoryMetrics();
    assert.deepEqual(await read(), {});
  });

  it('leaves out what the metrics do not answer: a number to look at must not hold a release', async () => {
    metrics.setReachable(false);
    assert.deepEqual(await read(), {});
  });

  it('gives up when its caller does', async () => {
    metrics.setReachable(false);
    await assert.rejects(read(AbortSignal.abort()), /connection refused/);
  });
});
