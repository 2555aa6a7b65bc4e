import assert from 'node:assert/strict';
import { answerTo, ask, every, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({
  'h_bucket{job="a", le="0.1"}': every(60, [0, 1]),
  'h_bucket{job="a", le="0.2"}': every(60, [0, 3]),
  'h_bucket{job="a", le="+Inf"}': every(60, [0, 4]),
  'h_bucket{job="b", le="0.1"}': [[60, 4]],
  'h_bucket{job="b", le="+Inf"}': [[60, 4]],
});
const DELAYED = { options: { delayedNameRemoval: true } };

/** x.y in tests means the same value as the sum of floats that leads to it. */
function near(found: unknown, expected: Readonly<Record<string, number>>): void {
  const values = found as Readonly<Record<string, number>>;
  assert.deepEqual(Object.keys(values).sort(), Object.keys(expected).sort());
  for (const [series, value] of Object.entries(expected))
    assert.ok(Math.abs((values[series] ?? Number.NaN) - value) < 1e-12, `${series} is ${values[series]}`);
}

describe('histogram_quantile', () => {
  it('answers one series a histogram, without name and bound', () => {
    near(ask(READER, 'histogram_quantile(0.5, h_bucket)', 60), { '{job=a}': 0.15, '{job=b}': 0.05 });
  });
  it('has a value at the instants that have buckets', () => {
    assert.deepEqual(ask(READER, 'histogram_quantile(1, h_bucket)', [0, 60, 60]), { '{job=a}': [Number.NaN, 0.2], '{job=b}': ['_', 0.1] });
  });
  it('takes a share that changes from instant to instant', () => {
    assert.deepEqual(ask(READER, 'histogram_quantile(time() / 60, h_bucket{job="a"})', [60, 180, 60]), {
      '{job=a}': [0.2, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    });
  });
  it('warns of a share that is none, once a share, series or not', () => {
    const { warnings } = answerTo(READER, 'histogram_quantile(-0.1, nothing)', [0, 60, 60]);
    assert.deepEqual(warnings, ['PromQL warning: quantile value should be between 0 and 1, got -0.1 (1:20)']);
    assert.deepEqual(answerTo(READER, 'histogram_quantile(NaN, h_bucket)', 60).warnings, [
      'PromQL warning: quantile value should be between 0 and 1, got NaN (1:20)',
    ]);
  });
  it('leaves series without a bound out, and warns', () => {
    const reader = readerOf({ x: [[0, 1]], 'x{le="ten"}': [[0, 1]] });
    const { warnings } = answerTo(reader, 'histogram_quantile(0.5, x)', 0);
    assert.deepEqual(warnings, [
      'PromQL warning: bucket label "le" is missing or has a malformed value of "" (1:25)',
      'PromQL warning: bucket label "le" is missing or has a malformed value of "ten" (1:25)',
    ]);
    assert.deepEqual(answerTo(reader, 'histogram_quantile(0.5, x{le="ten"})', 0, DELAYED).warnings, [
      'PromQL warning: bucket label "le" is missing or has a malformed value of "ten" for metric name "x" (1:25)',
    ]);
  });
  it('refuses histograms that differ in their name only', () => {
    const reader = readerOf({ 'a{le="+Inf"}': [[0, 1]], 'b{le="+Inf"}': [[0, 1]] });
    for (const options of [{}, DELAYED]) {
      assert.throws(() => ask(reader, 'histogram_quantile(0.5, {le="+Inf"})', 0, options), { code: 'execution' });
    }
  });
});

describe('what histogram_quantile tells of counts that fell', () => {
  const FALLEN = readerOf({
    'f{le="1"}': every(60, [10, 10, 10]),
    'f{le="2"}': every(60, [9, 10, 7]),
    'f{le="+Inf"}': every(60, [20, 20, 20]),
  });
  const MESSAGE =
    'PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)';

  it('is where, how much at most, and how often from when to when', () => {
    assert.deepEqual(answerTo(FALLEN, 'histogram_quantile(0.5, f)', [0, 120, 60]).infos, [
      `${MESSAGE}, from buckets 2 to 2, with a max diff of 3, over 2 samples from 1970-01-01T00:00:00Z to 1970-01-01T00:02:00Z (1:25)`,
    ]);
  });
  it('names the metric with delayed name removal', () => {
    assert.deepEqual(answerTo(FALLEN, 'histogram_quantile(0.5, f)', 0, DELAYED).infos, [
      `${MESSAGE} for metric name "f", from buckets 2 to 2, with a max diff of 1, over 1 samples from 1970-01-01T00:00:00Z to 1970-01-01T00:00:00Z (1:25)`,
    ]);
  });
  it('is nothing where no quantile is asked for', () => assert.deepEqual(answerTo(FALLEN, 'histogram_quantile(2, f)', 0).infos, []));
  it('is nothing where counts only rise', () => assert.deepEqual(answerTo(FALLEN, 'histogram_quantile(0.5, f)', 60).infos, []));
  it('is told once for several quantiles', () => {
    assert.equal(answerTo(FALLEN, 'histogram_quantiles(f, "q", 0.1, 0.5)', 0).infos.length, 1);
  });
});

describe('histogram_quantiles', () => {
  it('answers one series a histogram and share, told apart by a label', () => {
    near(ask(READER, 'histogram_quantiles(h_bucket{job="a"}, "q", 0, 0.5, 1)', 60), {
      '{job=a,q=0.0}': 0,
      '{job=a,q=0.5}': 0.15,
      '{job=a,q=1.0}': 0.2,
    });
  });
  it('fixes the counts anew for each share', () => {
    const reader = readerOf({ 'h{le="1"}': [[0, 2]], 'h{le="1.0"}': [[0, 2]], 'h{le="+Inf"}': [[0, 8]] });
    assert.deepEqual(ask(reader, 'histogram_quantiles(h, "q", 0.25, 0.5)', 0), { '{q=0.25}': 0.5, '{q=0.5}': 1 });
  });
  it('parts a series where its share changes', () => {
    const asked = ask(READER, 'histogram_quantiles(h_bucket{job="b"}, "q", time() / 120)', [60, 120, 60]);
    assert.deepEqual(asked, { '{job=b,q=0.5}': [0.05, '_'], '{job=b,q=1.0}': ['_', 0.1] });
  });
  it('ends at the budget where every instant has a share of its own', () => {
    assert.throws(() => ask(READER, 'histogram_quantiles(h_bucket, "q", time() / 1000)', [60, 359, 1], { maxSamples: 50_000 }), RangeError);
  });
  it('warns of each share that is none', () => {
    assert.deepEqual(answerTo(READER, 'histogram_quantiles(h_bucket, "q", 1.01, -1)', 60).warnings, [
      'PromQL warning: quantile value should be between 0 and 1, got 1.01 (1:36)',
      'PromQL warning: quantile value should be between 0 and 1, got -1 (1:42)',
    ]);
  });
  it('refuses a label that makes histograms the same', () => {
    for (const options of [{}, DELAYED]) {
      const message = 'vector cannot contain metrics with the same labelset';
      assert.throws(() => ask(READER, 'histogram_quantiles(h_bucket, "job", 0.5)', 60, options), { code: 'execution', message });
    }
  });
});
