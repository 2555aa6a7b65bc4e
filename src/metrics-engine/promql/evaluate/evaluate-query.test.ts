import assert from 'node:assert/strict';
import { QueryError } from '../../query-result.ts';
import { answerTo, ask, every, readerOf } from './testing/ask.ts';

const NUMBERS = readerOf({ 'x{a="1"}': every(60, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), 'x{a="2"}': every(60, [0, 10, 20]) });

/** One fact a row: what is asked, when, and what it comes to. */
type Fact = readonly [fact: string, query: string, when: Parameters<typeof ask>[2], expected: unknown];

function describeFacts(facts: readonly Fact[], options: NonNullable<Parameters<typeof ask>[3]>['options'] = {}): void {
  for (const [fact, query, when, expected] of facts) {
    it(`${fact}: ${query}`, () => assert.deepEqual(ask(NUMBERS, query, when, { options }), expected));
  }
}

function refusal(code: QueryError['code'], message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof QueryError && error.code === code && message.test(error.message);
}

describe('an instant selector', () => {
  describeFacts([
    ['finds the newest sample', 'x', 150, { 'x{a=1}': 2, 'x{a=2}': 20 }],
    ['looks back five minutes and not to the very edge of it', 'x', 420, { 'x{a=1}': 7 }],
    ['sees a sample a millisecond inside of the edge', 'x{a="2"}', 419.999, { 'x{a=2}': 20 }],
    ['finds nothing before the first sample', 'x', -1, {}],
    ['takes an offset back', 'x{a="1"} offset 2m', 300, { 'x{a=1}': 3 }],
    ['takes an offset forward', 'x{a="1"} offset -2m', 300, { 'x{a=1}': 7 }],
    ['is pinned by @', 'x{a="1"} @ 120', 600, { 'x{a=1}': 2 }],
    ['is pinned by @ first and shifted then, in either order', 'x{a="1"} offset 1m @ 120', 600, { 'x{a=1}': 1 }],
    ['is evaluated at each step', 'x{a="2"}', [60, 480, 60], { 'x{a=2}': [10, 20, 20, 20, 20, 20, '_', '_'] }],
    ['means the start of the range by @ start()', 'x{a="1"} @ start()', [60, 180, 60], { 'x{a=1}': [1, 1, 1] }],
    ['means the end of the range by @ end()', 'x{a="1"} @ end()', [60, 180, 60], { 'x{a=1}': [3, 3, 3] }],
    ['means the end of the query within a subquery', 'sum_over_time(x{a="1"} @ end() [2m:1m])', [60, 180, 60], { '{a=1}': [6, 6, 6] }],
  ]);
  describe('of Prometheus 2', () => {
    describeFacts([['looks back to the very edge', 'x', 420, { 'x{a=1}': 7, 'x{a=2}': 20 }]], { semantics: 2 });
  });

  it('ends where the series went stale, and begins again with its next sample', () => {
    const reader = readerOf({
      x: [
        [0, 1],
        [60, 'stale'],
        [120, 2],
        [150, 'stale'],
      ],
    });
    assert.deepEqual(ask(reader, 'x', [0, 150, 30]), { 'x{}': [1, 1, '_', '_', 2, '_'] });
    assert.deepEqual(ask(reader, 'x', 59), { 'x{}': 1 });
    assert.deepEqual(ask(reader, 'x', 60), {});
    assert.deepEqual(ask(reader, 'x offset 1m', 180), { 'x{}': 2 });
    assert.deepEqual(ask(reader, 'x[5m]', 150), {
      'x{}': [
        [0, 1],
        [120, 2],
      ],
    });
  });

  it('gives the same whether samples are read in a row or found one by one', () => {
    const reader = readerOf({
      x: [
        ...every(
          1,
          Array.from({ length: 1000 }, (_, index) => index),
        ),
        [1000.5, 'stale'],
        [1300, 7],
      ],
    });
    const atEach = Array.from({ length: 8 }, (_, index) => ask(reader, 'x', index * 250) as Readonly<Record<string, number>>);
    assert.deepEqual(ask(reader, 'x', [0, 1750, 250]), { 'x{}': atEach.map((found) => found['x{}'] ?? '_') });
  });
});

describe('a range selector', () => {
  describeFacts([
    ['is open on the left', 'count_over_time(x{a="1"}[2m])', 120, { '{a=1}': 2 }],
    ['answers its samples when it is the query', 'x{a="1"}[2m]', 130, { 'x{a=1}': [[60, 1], [120, 2]] }], // biome-ignore format: one fact a row
    ['is shifted', 'x{a="1"}[1m] offset 1m', 130, { 'x{a=1}': [[60, 1]] }],
    ['is pinned', 'sum_over_time(x{a="1"}[2m] @ 300)', [0, 120, 60], { '{a=1}': [9, 9, 9] }],
    ['is empty where nothing was scraped', 'x[1m]', 5000, {}],
    ['moves along', 'sum_over_time(x{a="1"}[2m])', [0, 240, 60], { '{a=1}': [0, 1, 3, 5, 7] }],
  ]);
  describe('of Prometheus 2', () => {
    describeFacts([['is closed', 'count_over_time(x{a="1"}[2m])', 120, { '{a=1}': 3 }]], { semantics: 2 });
  });
});

describe('a subquery', () => {
  describeFacts([
    ['stands on multiples of its step', 'x{a="1"}[2m:50s]', 205, { 'x{a=1}': [[100, 1], [150, 2], [200, 3]] }], // biome-ignore format: one fact a row
    ['leaves out its left edge', 'count_over_time(x{a="1"}[2m:1m])', 180, { '{a=1}': 2 }],
    ['has a default step', 'count_over_time(x{a="1"}[5m:])', 600, { '{a=1}': 5 }],
    ['is shifted before it is aligned', 'x{a="1"}[1m:1m] offset 30s', 120, { 'x{a=1}': [[60, 1]] }],
    ['is pinned', 'sum_over_time(x{a="1"}[2m:1m] @ 240)', [0, 60, 60], { '{a=1}': [7, 7] }],
    ['nests', 'max_over_time(sum_over_time(x{a="1"}[2m:1m])[3m:1m])', 300, { '{a=1}': 9 }],
    ['moves along one evaluation', 'max_over_time(rate(x{a="1"}[2m])[2m:30s])', [300, 420, 60], { '{a=1}': [1 / 60, 1 / 60, 1 / 60] }],
    ['stands on multiples before 1970 too', 'count_over_time(vector(1)[1m:20s])', -30, { '{}': 3 }],
    ['is empty where no multiple falls in', 'x{a="1"}[30s:7m]', 100, {}],
    ['keeps the name of what it answers', 'last_over_time(x{a="1"}[2m:1m])', 300, { 'x{a=1}': 5 }],
  ]);
  describe('of Prometheus 2', () => {
    describeFacts([['takes its left edge in', 'count_over_time(x{a="1"}[2m:1m])', 180, { '{a=1}': 3 }]], { semantics: 2 });
  });
  describe('with another evaluation interval', () => {
    describeFacts([['takes that for its step', 'count_over_time(x{a="1"}[5m:])', 600, { '{a=1}': 10 }]], { defaultStepMs: 30_000 });
  });
});

describe('a query', () => {
  describeFacts([
    ['may be a number', '1.5', 0, 1.5],
    ['may be a number at each step', '1.5', [0, 60, 30], [1.5, 1.5, 1.5]],
    ['may be a text', '"some"', 0, 'some'],
    ['may have a sign', '-x{a="1"}', 120, { '{a=1}': -2 }],
    ['may have a sign that does nothing', '+x{a="1"}', 120, { 'x{a=1}': 2 }],
    ['may have a sign before a number', '-time()', 120, -120],
  ]);

  it('of a range is refused when it comes to a text or a range', () => {
    for (const [query, type] of [['"text"', 'string'], ['x[1m]', 'range vector'], ['x[1m:]', 'range vector']]) // biome-ignore format: pairs
      assert.throws(() => ask(NUMBERS, query ?? '', [0, 60, 60]), refusal('bad-query', new RegExp(`type "${type}" for range query`)));
  });

  it('is refused before memory is taken for more instants than it may hold', () => {
    for (const query of ['vector(1)[30d:1ms]', 'sum_over_time(x[30d:1ms])', 'count_over_time(vector(time())[30d:1ms])'])
      assert.throws(() => ask(NUMBERS, query, 0, { maxSamples: 1000 }), /more than 1000 samples/);
    assert.throws(() => ask(NUMBERS, 'x', [0, 600, 1], { maxSamples: 100 }), /more than 100 samples/);
    assert.throws(() => ask(NUMBERS, 'rate(x[5m])', [0, 600, 1], { maxSamples: 100 }), /more than 100 samples/);
    assert.throws(() => ask(NUMBERS, 'x[20m]', 600, { maxSamples: 10 }), /more than 10 samples/);
  });
});

describe('the metric name', () => {
  const two = readerOf({ 'a{i="1"}': every(60, [1, 2, 3]), 'b{i="1"}': [[300, 5], [360, 6]] }); // biome-ignore format: pairs

  it('that is taken off must not leave two series the same', () => {
    for (const query of ['-{i="1"}', 'sum_over_time({i="1"}[10m])', 'rate({i="1"}[10m])'])
      assert.throws(() => ask(two, query, 360), refusal('execution', /^vector cannot contain metrics with the same labelset$/));
  });

  it('that is taken off makes one series of those that never meet, which Prometheus 2 refuses', () => {
    const query = 'sum_over_time({i="1"}[1m])';
    assert.deepEqual(ask(two, query, [0, 360, 60]), { '{i=1}': [1, 2, 3, '_', '_', 5, 6] });
    const options = { semantics: 2 } as const;
    assert.throws(() => ask(two, query, [0, 360, 60], { options }), refusal('execution', /same labelset/));
    assert.throws(() => ask(two, '-{i="1"}', [0, 360, 60], { options }), refusal('execution', /same labelset/));
  });

  it('is not taken off by the functions that answer a sample as it stands', () => {
    assert.deepEqual(ask(two, 'first_over_time({i="1"}[10m])', 360), { 'a{i=1}': 1, 'b{i=1}': 5 });
  });

  it('is taken off at the end where that is asked for, series that never meet becoming one', () => {
    const options = { delayedNameRemoval: true };
    assert.deepEqual(ask(two, 'sum_over_time({i="1"}[1m])', [0, 360, 60], { options }), { '{i=1}': [1, 2, 3, '_', '_', 5, 6] });
    assert.throws(() => ask(two, 'sum_over_time({i="1"}[10m])', 360, { options }), refusal('execution', /same labelset/));
    assert.deepEqual(ask(two, 'last_over_time(sum_over_time(a[1m])[2m:1m])', 120, { options }), { '{i=1}': 3 });
    assert.deepEqual(ask(two, 'sum_over_time(a[1m])[2m:1m]', 120, { options }), { '{i=1}': [[60, 2], [120, 3]] }); // biome-ignore format: pairs
  });
});

describe('annotations', () => {
  it('say once that a metric is not named as a counter, and where', () => {
    const { infos, warnings } = answerTo(NUMBERS, 'rate(x[5m])', 300);
    const problem = 'metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "x"';
    assert.deepEqual([infos, warnings], [[`PromQL info: ${problem} (1:6)`], []]);
    assert.deepEqual(answerTo(NUMBERS, '\n increase(x[5m])', 300).infos, [`PromQL info: ${problem} (2:11)`]);
  });

  it('say nothing of counters, of gauges that are asked as such, and of no data', () => {
    for (const name of ['x_total', 'x_sum', 'x_count', 'x_bucket'])
      assert.deepEqual(answerTo(readerOf({ [name]: every(60, [1, 2]) }), `rate(${name}[5m])`, 60).infos, []);
    for (const query of ['delta(x[5m])', 'irate(x[5m])', 'rate(y[5m])']) assert.deepEqual(answerTo(NUMBERS, query, 300).infos, []);
  });

  it('warn of a quantile that is none', () => {
    const { warnings } = answerTo(NUMBERS, 'quantile_over_time(1.5, x[5m])', 300);
    assert.deepEqual(warnings, ['PromQL warning: quantile value should be between 0 and 1, got 1.5 (1:20)']);
    assert.deepEqual(ask(NUMBERS, 'quantile_over_time(-1, x{a="1"}[5m])', 300), { '{a=1}': Number.NEGATIVE_INFINITY });
  });
});
