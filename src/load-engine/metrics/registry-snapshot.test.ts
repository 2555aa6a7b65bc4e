import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { IterationTally } from '../executors/iteration-tally.ts';
import { StartLagRecorder } from '../executors/start-lag.ts';
import type { Tags } from '../virtual-user.ts';
import { MetricRegistry } from './metric-registry.ts';
import type { RegistrySnapshot } from './registry-snapshot.ts';
import { TrendSeries } from './series.ts';

interface Added {
  readonly metric: string;
  readonly value: number;
  readonly tags: Tags;
  readonly atMs: number;
  /** Which of the registries it goes to. */
  readonly to: number;
}

const LIMITS = [0, 10, 200];
const PARTS = 3;

/** A registry with a part and with limits, as thresholds ask for them before the first sample. */
const watching = (): MetricRegistry => {
  const registry = new MetricRegistry();
  registry.declare({ name: 'orders', type: 'trend', contains: 'default' });
  for (const metric of ['http_req_duration', 'orders', 'http_reqs', 'vus', 'checks']) {
    const part = registry.seriesOf(`${metric}{scenario:gate}`, { name: metric, tags: { scenario: 'gate' } });
    for (const series of [part, registry.metric(metric)?.series])
      if (series?.type === 'trend') for (const limit of LIMITS) series.watchLimit(limit);
  }
  return registry;
};

const added: fc.Arbitrary<Added> = fc.record({
  metric: fc.constantFrom('http_req_duration', 'orders', 'http_reqs', 'vus', 'checks', 'nobody_declared_me'),
  value: fc.oneof(fc.integer({ min: -20, max: 300 }), fc.double({ min: 1e-3, max: 1e6, noNaN: true })),
  tags: fc.constantFrom<Tags>({}, { scenario: 'gate' }, { scenario: 'other' }),
  atMs: fc.integer({ min: 0, max: 1000 }),
  to: fc.integer({ min: 0, max: PARTS - 1 }),
});

/** Gauges go by time, so a stream is in its order, and no two samples of it at one moment. */
const stream = fc.array(added, { maxLength: 120 }).map((samples) => samples.map((sample, index) => ({ ...sample, atMs: index })));

const add = (registry: MetricRegistry, samples: readonly Added[]): void => {
  for (const { metric, value, tags, atMs } of samples) {
    registry.add(metric, value, tags, atMs);
    registry.check(`is ${metric}`, '', value > 0);
  }
};

const overJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** What is equal whatever the order of additions: all but sums. */
const exactly = ({ metrics, checks, lost }: RegistrySnapshot): unknown => ({
  metrics: JSON.parse(JSON.stringify(metrics, (name, value: unknown) => (name === 'sum' || name === 'count' ? undefined : value))),
  checks: new Set(checks.map(({ name, passes, fails }) => `${name} ${passes} ${fails}`)),
  lost,
});

const sums = ({ metrics }: RegistrySnapshot): readonly number[] =>
  metrics.flatMap(({ series, parts }) =>
    [series, ...parts.map((part) => part.series)].map((one) => {
      if (one.type === 'trend') return one.sketch.sum;
      return one.type === 'counter' ? one.count : 0;
    }),
  );

describe('RegistrySnapshot', () => {
  it('of any split of a stream, merged in any order, is that of the whole', () => {
    fc.assert(
      fc.property(stream, fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (samples, order) => {
        const [whole, merged] = [watching(), new MetricRegistry()];
        add(whole, samples);
        for (const part of order) {
          const registry = watching();
          add(
            registry,
            samples.filter(({ to }) => to === part),
          );
          merged.absorb(overJson(registry.snapshot()));
        }
        const [expected, got] = [whole.snapshot(), merged.snapshot()];
        assert.deepEqual(exactly(sorted(got)), exactly(sorted(expected)));
        sums(sorted(got)).forEach((sum, index) => assert.ok(Math.abs(sum - (sums(sorted(expected))[index] ?? Number.NaN)) <= 1e-6));
      }),
    );
  });

  it('taken again and again counts each sample once where it is absorbed', () => {
    fc.assert(
      fc.property(stream, (samples) => {
        const [whole, taken, merged] = [watching(), watching(), watching()];
        add(whole, samples);
        for (const sample of samples) {
          add(taken, [sample]);
          if (sample.to === 0) merged.absorb(structuredClone(taken.take()));
        }
        merged.absorb(taken.take());
        assert.deepEqual(exactly(merged.snapshot()), exactly(whole.snapshot()));
      }),
    );
  });

  it('decides thresholds and quantiles as the whole stream does', () => {
    const values = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.nat(60), fc.constantFrom(0, 0.5, 0.95, 1), (samples, cut, fraction) => {
        const [whole, merged] = [new TrendSeries(), new TrendSeries()];
        for (const sample of samples) whole.add(sample);
        const side = whole.watchLimit(10);
        for (const sample of samples) side.add(sample);
        for (const part of [samples.slice(0, cut), samples.slice(cut)]) {
          const series = new TrendSeries();
          series.watchLimit(10);
          for (const sample of part) series.add(sample);
          const snapshot = series.snapshot();
          if (snapshot.type === 'trend') merged.absorb(snapshot.sketch, snapshot.limits);
        }
        assert.equal(merged.watchLimit(10).side(fraction), side.side(fraction));
        assert.equal(merged.sketch.quantile(fraction), whole.sketch.quantile(fraction));
      }),
    );
  });

  it('refuses to merge what was counted against other limits: that would decide without some of the samples', () => {
    const [one, other] = [new TrendSeries(), new TrendSeries()];
    one.watchLimit(200);
    one.add(1);
    other.add(1);
    const snapshot = other.snapshot();
    assert.ok(snapshot.type === 'trend');
    assert.throws(() => one.absorb(snapshot.sketch, snapshot.limits), /can't be merged: 200 here, none there/);
  });

  it('refuses one metric of two types', () => {
    const [one, other] = [new MetricRegistry(), new MetricRegistry()];
    one.declare({ name: 'orders', type: 'counter', contains: 'default' });
    other.declare({ name: 'orders', type: 'trend', contains: 'time' });
    assert.throws(() => one.absorb(other.snapshot()), /is a counter of default already/);
  });
});

describe('TallySnapshot', () => {
  it('adds up: iterations, and exceptions by message', () => {
    const [one, whole] = [new IterationTally(), new IterationTally()];
    [one.completed, one.threw, one.dropped, one.active] = [3, 2, 1, 5];
    one.exception('no id', 'a.ts:1:1');
    one.exception('no id', 'a.ts:1:1');
    whole.absorb(one.take());
    whole.absorb({ iterations: { completed: 1, threw: 1, interrupted: 4, dropped: 0 }, exceptions: [], late: 0, localFailures: 0 });
    assert.deepEqual([one.counts().completed, one.active], [0, 5]);
    assert.deepEqual(whole.counts(), { completed: 4, threw: 3, interrupted: 4, dropped: 1 });
    assert.deepEqual(whole.exceptions(), [{ message: 'no id', location: 'a.ts:1:1', count: 2 }]);
  });
});

describe('StartLagRecorder', () => {
  it('reads the lags of several generators as one', () => {
    const [one, other, whole] = [new StartLagRecorder(), new StartLagRecorder(), new StartLagRecorder()];
    for (const lag of [0, 1, 2]) one.add(lag);
    other.add(40);
    whole.absorb(one.take());
    whole.absorb(overJson(other.snapshot()));
    whole.absorb(one.take());
    assert.equal(whole.read().max, 40);
    assert.ok(Math.abs(whole.read().p50 - 1.5) < 0.01);
  });
});

const sorted = ({ metrics, ...rest }: RegistrySnapshot): RegistrySnapshot => ({
  ...rest,
  metrics: metrics.toSorted((one, other) => (one.declaration.name < other.declaration.name ? -1 : 1)),
});
