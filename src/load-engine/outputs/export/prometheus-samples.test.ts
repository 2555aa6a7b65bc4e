import assert from 'node:assert/strict';
import type { MetricDeclaration } from '../../virtual-user.ts';
import { prometheusLabelName } from './prometheus-name.ts';
import { isTrendStat, prometheusSamples } from './prometheus-samples.ts';
import { lostSeries, SampleSeries } from './sample-series.ts';

const metric = (name: string, type: MetricDeclaration['type'], contains: MetricDeclaration['contains'] = 'default'): MetricDeclaration => ({
  name,
  type,
  contains,
});

const told = (declared: MetricDeclaration, values: readonly number[], stats: readonly string[] = []): Readonly<Record<string, number>> => {
  const series = new SampleSeries();
  for (const value of values) series.add({ metric: declared, value, tags: {}, atMs: 0, metadata: undefined });
  const samples = series.look().flatMap((each) => prometheusSamples(each, stats));
  return Object.fromEntries(samples.map(({ labels, value }) => [labels['__name__'], value]));
};

describe('prometheusSamples', () => {
  it('names each type of metric as k6 does, and tells the whole since the start', () => {
    assert.deepEqual(told(metric('http_reqs', 'counter'), [1, 1, 1]), { k6_http_reqs_total: 3 });
    assert.deepEqual(told(metric('vus', 'gauge'), [3, 5]), { k6_vus: 5 });
    assert.deepEqual(told(metric('checks', 'rate'), [1, 0, 1, 1]), { k6_checks_rate: 0.75 });
  });

  it('tells times in seconds, and what are no times as they are', () => {
    const stats = ['count', 'sum', 'avg', 'min', 'max', 'med', 'p(99.9)'];
    assert.deepEqual(told(metric('wait', 'trend', 'time'), [500, 500], stats), {
      k6_wait_count: 2,
      k6_wait_sum: 1,
      k6_wait_avg: 0.5,
      k6_wait_min: 0.5,
      k6_wait_max: 0.5,
      k6_wait_med: 0.5,
      k6_wait_p99_9: 0.5,
    });
    assert.deepEqual(told(metric('size', 'trend'), [500], ['max', 'p(95)']), { k6_size_max: 500, k6_size_p95: 500 });
  });

  it('knows which statistics there are', () => {
    for (const stat of ['count', 'p(95)', 'med']) assert.ok(isTrendStat(stat));
    for (const stat of ['p(101)', 'mean', '']) assert.ok(!isTrendStat(stat));
  });
});

describe('prometheusLabelName', () => {
  for (const [tag, label] of [
    ['my-tag.x', 'my_tag_x'],
    ['1st', 'tag_1st'],
    ['__name__', 'tag___name__'],
    ['', 'tag_'],
    ['status', 'status'],
  ] as const) {
    it(`calls "${tag}" ${label}`, () => assert.equal(prometheusLabelName(tag), label));
  }
});

describe('SampleSeries', () => {
  const reqs = metric('http_reqs', 'counter');
  const one = (tags: Readonly<Record<string, string>>, value = 1, traceId?: string) => ({
    metric: reqs,
    value,
    tags,
    atMs: 7,
    metadata: traceId === undefined ? undefined : { trace_id: traceId },
  });

  it('keeps apart what tags tell apart, but not addresses, texts of errors and empty tags', () => {
    const series = new SampleSeries();
    series.add(one({ status: '200', url: 'http://a/1', error: 'x' }));
    series.add(one({ url: 'http://a/2', status: '200', name: '' }));
    series.add(one({ status: '500' }));
    const looked = series.look().map(({ labels, series: { samples } }) => [labels, samples]);
    assert.deepEqual(looked, [
      [{ status: '200' }, 2],
      [{ status: '500' }, 1],
    ]);
  });

  it('makes one series of tags whose names come to the same label, for two of the same labels would be refused', () => {
    const series = new SampleSeries({ labelName: prometheusLabelName });
    series.add(one({ 'a-b': 'x' }));
    series.add(one({ a_b: 'x' }));
    assert.deepEqual(
      series.look().map(({ labels }) => labels),
      [{ a_b: 'x' }],
    );
  });

  it('mends text that is no Unicode, which a receiver would refuse with all that comes with it', () => {
    const series = new SampleSeries();
    series.add(one({ name: 'a\ud800' }));
    assert.deepEqual(series.look()[0]?.labels, { name: 'a\ufffd' });
  });

  it('counts what has no series any more', () => {
    const series = new SampleSeries({ most: 2 });
    for (const status of ['1', '2', '3', '3', '1']) series.add(one({ status }));
    assert.equal(series.look().length, 2);
    assert.deepEqual(lostSeries(series), ['2 samples had tags of more series than are kept, and were not told']);
  });

  it('keeps the slowest traced sample of each look', () => {
    const series = new SampleSeries();
    series.add(one({}, 3, 'a'));
    series.add(one({}, 9, 'b'));
    series.add(one({}, 5, 'c'));
    series.add(one({}, 99));
    assert.deepEqual(series.look()[0]?.exemplar, { traceId: 'b', value: 9, atMs: 7 });
    assert.equal(series.look()[0]?.exemplar, undefined);
  });
});
