import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { instantResult, rangeResult } from './answer-result.ts';
import { gridOf } from './asked-query.ts';
import { evaluateQuery, type QuerySetting } from './promql/evaluate/evaluate-query.ts';
import { PROMETHEUS_3 } from './promql/evaluate/evaluation.ts';
import { runToEnd } from './promql/evaluate/run-to-end.ts';
import { parse } from './promql/syntax/parse.ts';
import { QueryError, type QueryResult } from './query-result.ts';
import { SeriesStore } from './store/series-store.ts';
import { workBudget } from './work-budget.ts';

type Column = readonly (readonly [seconds: number, value: number | 'stale'])[];

/** A store from series written as PromQL selectors. */
function storeOf(series: Readonly<Record<string, Column>>): SeriesStore {
  const store = new SeriesStore({ maxSeries: 1000 });
  for (const [text, column] of Object.entries(series)) {
    const selector = parse(text);
    const matchers = selector.kind === 'selector' ? selector.matchers : [];
    const stored = store.series(Object.fromEntries(matchers.map(({ name, value }) => [name, value])));
    for (const [seconds, value] of column) {
      if (value === 'stale') stored?.markStale(seconds * 1000);
      else stored?.append(seconds * 1000, value);
    }
  }
  return store;
}

interface Asked {
  readonly maxSamples?: number;
  readonly checkTime?: () => void;
}

function answerAt(store: SeriesStore, expression: string, atMs: number, asked: Asked = {}): QueryResult {
  return instantResult(runToEnd(evaluateQuery(parse(expression), gridOf({ atMs }), settingOf(store, expression, asked))));
}

function settingOf(store: SeriesStore, text: string, { maxSamples = 100_000, checkTime = () => {} }: Asked): QuerySetting {
  return { reader: store, text, budget: workBudget({ maxSamples, checkTime }), options: PROMETHEUS_3 };
}

/** The answer at an instant: a number for a scalar, else values by labels. */
function answer(store: SeriesStore, expression: string, seconds: number): unknown {
  const result = answerAt(store, expression, seconds * 1000);
  switch (result.kind) {
    case 'scalar':
    case 'string':
      return result.sample[1];
    case 'vector':
      return Object.fromEntries(result.series.map(({ labels, sample }) => [nameOf(labels), sample[1]]));
    case 'matrix':
      return Object.fromEntries(
        result.series.map(({ labels, samples }) => [nameOf(labels), samples.map(([atMs, value]) => [atMs / 1000, value])]),
      );
  }
}

function nameOf(labels: Readonly<Record<string, string>>): string {
  const { __name__: name = '', ...others } = labels;
  return `${name}{${Object.entries(others)
    .map(([label, value]) => `${label}=${value}`)
    .join(',')}}`;
}

function range(store: SeriesStore, expression: string, [start, end, step]: readonly [number, number, number]): QueryResult {
  const grid = gridOf({ startMs: start * 1000, endMs: end * 1000, stepMs: step * 1000 });
  return rangeResult(runToEnd(evaluateQuery(parse(expression), grid, settingOf(store, expression, {}), 'range')));
}

function timeIsUp(): never {
  throw new QueryError('timeout', 'time is up');
}

describe('rate, increase and delta', () => {
  // Each row is worked out by hand from the formula: last less first plus what resets took away, then reached out to the edges.
  const TABLE: readonly (readonly [fact: string, column: Column, expression: string, at: number, expected: number | undefined])[] = [
    [
      'reaches both edges of an even scrape',
      [
        [15, 10],
        [30, 20],
        [45, 30],
        [60, 40],
      ],
      'increase(x[1m])',
      60,
      40,
    ],
    [
      'is per second as a rate',
      [
        [15, 10],
        [30, 20],
        [45, 30],
        [60, 40],
      ],
      'rate(x[1m])',
      60,
      40 / 60,
    ],
    [
      'adds what a reset took away',
      [
        [15, 50],
        [30, 60],
        [45, 5],
        [60, 15],
      ],
      'increase(x[1m])',
      60,
      (25 * 60) / 45,
    ],
    [
      'does not reach below the zero of a counter',
      [
        [15, 1],
        [30, 11],
        [45, 21],
        [60, 31],
      ],
      'increase(x[1m])',
      60,
      31,
    ],
    [
      'reaches below zero for a gauge',
      [
        [15, 1],
        [30, 11],
        [45, 21],
        [60, 31],
      ],
      'delta(x[1m])',
      60,
      40,
    ],
    [
      'falls for a gauge',
      [
        [15, 40],
        [30, 30],
        [45, 20],
        [60, 10],
      ],
      'delta(x[1m])',
      60,
      -40,
    ],
    [
      'adds half an interval where the gap before is long',
      [
        [40, 100],
        [50, 110],
        [60, 120],
      ],
      'increase(x[1m])',
      60,
      25,
    ],
    [
      'reaches the end over a short gap',
      [
        [40, 100],
        [50, 110],
        [60, 120],
      ],
      'increase(x[35s])',
      70,
      (20 * (20 + 5 + 10)) / 20,
    ],
    [
      'adds half an interval where the gap behind is long',
      [
        [40, 100],
        [50, 110],
        [60, 120],
      ],
      'increase(x[37s])',
      72,
      (20 * (20 + 5 + 5)) / 20,
    ],
    [
      'leaves out a sample that stands at the start of the window',
      [
        [0, 0],
        [30, 30],
        [60, 60],
      ],
      'increase(x[1m])',
      60,
      60,
    ],
    [
      'passes a NaN over without taking it for a reset',
      [
        [15, 10],
        [30, Number.NaN],
        [45, 30],
        [60, 40],
      ],
      'increase(x[1m])',
      60,
      40,
    ],
    [
      'is 0 for a counter that stands still',
      [
        [15, 5],
        [30, 5],
        [45, 5],
      ],
      'rate(x[1m])',
      60,
      0,
    ],
    ['needs two samples', [[60, 5]], 'rate(x[1m])', 60, undefined],
    [
      'passes staleness over',
      [
        [15, 10],
        [20, 'stale'],
        [30, 20],
        [45, 30],
        [60, 40],
      ],
      'increase(x[1m])',
      60,
      40,
    ],
  ];
  for (const [fact, column, expression, at, expected] of TABLE) {
    it(`${fact}: ${expression}`, () => {
      const found = answer(storeOf({ x: column }), expression, at) as Record<string, number>;
      if (expected === undefined) assert.deepEqual(found, {});
      else assert.ok(Math.abs((found['{}'] ?? Number.NaN) - expected) < 1e-12, `${JSON.stringify(found)} is not ${expected}`);
    });
  }

  it('counts as much as was counted, wherever the resets fall', () => {
    const gains = fc.array(fc.record({ gain: fc.nat(1000), resets: fc.boolean() }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(gains, (scrapes) => {
        const column: [number, number][] = [[0, 1_000_000]];
        let gained = 0;
        for (const [index, { gain, resets }] of scrapes.entries()) {
          const before = column.at(-1)?.[1] ?? 0;
          column.push([(index + 1) * 10, resets && gain < before ? gain : before + gain]);
          gained += gain;
        }
        // The window begins just before the first sample and ends with the last: nothing is added at the edges but 1 ms.
        const span = scrapes.length * 10;
        const found = answer(storeOf({ x: column }), `increase(x[${span * 1000 + 1}ms])`, span) as Record<string, number>;
        const expected = gained * ((span + 0.001) / span);
        assert.ok(
          Math.abs((found['{}'] ?? Number.NaN) - expected) <= 1e-6 * Math.max(1, expected),
          `${JSON.stringify(found)} is not ${expected}`,
        );
      }),
    );
  });
});

describe('a query at one instant', () => {
  const store = storeOf({
    'req{v="1",code="200"}': [
      [0, 90],
      [10, 180],
    ],
    'req{v="1",code="500"}': [
      [0, 10],
      [10, 20],
    ],
    'req{v="2",code="200"}': [
      [0, 50],
      [10, 100],
    ],
    'req{v="2",code="500"}': [
      [0, 50],
      [10, 100],
    ],
    'info{v="1",name="one"}': [[10, 1]],
    'info{v="2",name="two"}': [[10, 1]],
    'gauge{a="x"}': [
      [0, 3],
      [5, -1],
      [10, 2],
    ],
    'gauge{a="y"}': [
      [0, Number.NaN],
      [10, Number.NaN],
    ],
    gone: [
      [0, 1],
      [5, 'stale'],
    ],
    back: [
      [0, 1],
      [5, 'stale'],
      [8, 2],
    ],
    'h_bucket{le="0.1"}': [[10, 50]],
    'h_bucket{le="0.2"}': [[10, 90]],
    'h_bucket{le="+Inf"}': [[10, 100]],
    'h_bucket{le="none"}': [[10, 1]],
    'big{i="1"}': [[10, 1e308]],
    'big{i="2"}': [[10, 1e308]],
    'tiny{i="1"}': [[10, 1e16]],
    'tiny{i="2"}': [[10, 1]],
    'tiny{i="3"}': [[10, -1e16]],
  });

  const TABLE: readonly (readonly [expression: string, expected: unknown])[] = [
    ['gauge', { 'gauge{a=x}': 2, 'gauge{a=y}': Number.NaN }],
    [
      'gauge[10s]',
      {
        'gauge{a=x}': [
          [5, -1],
          [10, 2],
        ],
        'gauge{a=y}': [[10, Number.NaN]],
      },
    ],
    ['gauge{a="x"} offset 5s', { 'gauge{a=x}': -1 }],
    ['gauge{a="x"} @ 0', { 'gauge{a=x}': 3 }],
    ['gauge{a="x"} @ start()', { 'gauge{a=x}': 2 }],
    ['gone', {}],
    ['back', { 'back{}': 2 }],
    ['gone[1m]', { 'gone{}': [[0, 1]] }],
    ['absent(gone{a="b",c="d",c!="e",f=~"g"})', { '{a=b}': 1 }],
    ['absent(gauge)', {}],
    ['absent(sum(gone))', { '{}': 1 }],
    ['absent_over_time(nothing{a="b"}[1m])', { '{a=b}': 1 }],
    ['absent_over_time(gone[1m])', {}],
    ['sum(req) by (v)', { '{v=1}': 200, '{v=2}': 200 }],
    ['sum without (code) (req)', { '{v=1}': 200, '{v=2}': 200 }],
    ['count(req)', { '{}': 4 }],
    ['group by (code) (req)', { '{code=200}': 1, '{code=500}': 1 }],
    ['avg(big)', { '{}': 1e308 }],
    ['sum(tiny)', { '{}': 1 }],
    ['min(gauge)', { '{}': 2 }],
    ['max(gauge)', { '{}': 2 }],
    ['sum(gauge)', { '{}': Number.NaN }],
    ['sum(nothing)', {}],
    ['quantile(0.5, req)', { '{}': 100 }],
    ['quantile(-1, req)', { '{}': -Infinity }],
    ['quantile(2, req)', { '{}': Infinity }],
    ['stdvar by (v) (req)', { '{v=1}': 6400, '{v=2}': 0 }],
    ['stddev by (v) (req)', { '{v=1}': 80, '{v=2}': 0 }],
    ['topk(1, req)', { 'req{v=1,code=200}': 180 }],
    ['bottomk by (v) (1, req{code="500"})', { 'req{v=1,code=500}': 20, 'req{v=2,code=500}': 100 }],
    ['topk(1, gauge)', { 'gauge{a=x}': 2 }],
    ['topk(0, req)', {}],
    ['sum by (v) (req{code="500"}) / sum by (v) (req)', { '{v=1}': 0.1, '{v=2}': 0.5 }],
    ['req{code="500"} / ignoring (code) req{code="200"}', { '{v=1}': 20 / 180, '{v=2}': 1 }],
    [
      'req * on (v) group_left (name) info',
      { '{code=200,name=one,v=1}': 180, '{code=500,name=one,v=1}': 20, '{code=200,name=two,v=2}': 100, '{code=500,name=two,v=2}': 100 },
    ],
    ['info + on (v) group_right () req{code="500"}', { '{v=1,code=500}': 21, '{v=2,code=500}': 101 }],
    ['req > 100', { 'req{v=1,code=200}': 180 }],
    ['100 > req', { 'req{v=1,code=500}': 20 }],
    ['req >= bool 100', { '{v=1,code=200}': 1, '{v=1,code=500}': 0, '{v=2,code=200}': 1, '{v=2,code=500}': 1 }],
    ['req < on (v) group_left () (info * 50)', { 'req{v=1,code=500}': 20 }],
    ['req{code="200"} == bool ignoring (code) req{code="500"}', { '{v=1}': 0, '{v=2}': 1 }],
    ['req and on (v) info{name="one"}', { 'req{v=1,code=200}': 180, 'req{v=1,code=500}': 20 }],
    ['req unless on (v) info{name="one"}', { 'req{v=2,code=200}': 100, 'req{v=2,code=500}': 100 }],
    ['info or back', { 'info{v=1,name=one}': 1, 'info{v=2,name=two}': 1, 'back{}': 2 }],
    ['gone + req', {}],
    ['1 + 2 * 3 ^ 2 % 4 - 5 / 2', 0.5],
    ['1 ^ NaN', 1],
    ['(-1) ^ Inf', 1],
    ['2 <= bool 3', 1],
    ['2 != bool 2', 0],
    ['2 == bool 2', 1],
    ['-(1 - 3)', 2],
    ['-back', { '{}': -2 }],
    ['time()', 10],
    ['scalar(back)', 2],
    ['scalar(req)', Number.NaN],
    ['scalar(nothing)', Number.NaN],
    ['vector(3)', { '{}': 3 }],
    ['timestamp(back)', { '{}': 8 }],
    ['timestamp(back + 0)', { '{}': 10 }],
    ['clamp(gauge{a="x"}, 3, 4)', { '{a=x}': 3 }],
    ['clamp(gauge, 4, 3)', {}],
    ['clamp_min(gauge{a="x"}, 5)', { '{a=x}': 5 }],
    ['clamp_max(gauge{a="x"}, 1)', { '{a=x}': 1 }],
    ['round(vector(2.5))', { '{}': 3 }],
    ['round(vector(-2.5))', { '{}': -2 }],
    ['round(vector(0.27), 0.1)', { '{}': 0.3 }],
    ['abs(vector(-2)) + ceil(vector(0.1)) + floor(vector(1.9)) + sgn(vector(-7)) + sgn(vector(7)) + sgn(vector(0))', { '{}': 4 }],
    ['sqrt(vector(4)) + ln(vector(1)) + log2(vector(8)) + log10(vector(100)) + exp(vector(0))', { '{}': 8 }],
    ['sort(req{code="200"})', { 'req{v=2,code=200}': 100, 'req{v=1,code=200}': 180 }],
    ['sort_desc(gauge)', { 'gauge{a=x}': 2, 'gauge{a=y}': Number.NaN }],
    ['sum_over_time(gauge{a="x"}[1m])', { '{a=x}': 4 }],
    ['avg_over_time(gauge{a="x"}[1m])', { '{a=x}': 4 / 3 }],
    ['min_over_time(gauge{a="x"}[1m])', { '{a=x}': -1 }],
    ['max_over_time(gauge{a="x"}[1m])', { '{a=x}': 3 }],
    ['count_over_time(gauge{a="x"}[1m])', { '{a=x}': 3 }],
    ['stdvar_over_time(gauge{a="x"}[10s])', { '{a=x}': 2.25 }],
    ['stddev_over_time(gauge{a="x"}[10s])', { '{a=x}': 1.5 }],
    ['quantile_over_time(0.5, gauge{a="x"}[1m])', { '{a=x}': 2 }],
    ['last_over_time(gauge{a="x"}[1m])', { 'gauge{a=x}': 2 }],
    ['first_over_time(gauge{a="x"}[1m])', { 'gauge{a=x}': 3 }],
    ['present_over_time(gone[1m])', { '{}': 1 }],
    ['changes(gauge[1m])', { '{a=x}': 2, '{a=y}': 0 }],
    ['resets(gauge{a="x"}[1m])', { '{a=x}': 1 }],
    ['irate(req{v="1"}[1m])', { '{v=1,code=200}': 9, '{v=1,code=500}': 1 }],
    ['irate(gauge{a="x"}[5s] offset 5s)', {}],
    ['irate(gauge{a="x"}[7s] offset 5s)', { '{a=x}': -0.2 }],
    ['idelta(gauge{a="x"}[1m])', { '{a=x}': 3 }],
    ['histogram_quantile(0.7, h_bucket)', { '{}': 0.15 }],
    ['nothing[5m]', {}],
  ];
  for (const [expression, expected] of TABLE) {
    it(`answers ${expression}`, () => {
      const found = answer(store, expression, 10);
      if (typeof found === 'object' && found !== null) assert.deepEqual(Object.keys(found).sort(), Object.keys(expected as object).sort());
      assert.deepEqual(rounded(found), rounded(expected));
    });
  }

  it('orders the answers of sort, topk and bottomk', () => {
    assert.deepEqual(Object.values(answer(store, 'sort(req)', 10) as object), [20, 100, 100, 180]);
    assert.deepEqual(Object.values(answer(store, 'topk(2, req{code="200"})', 10) as object), [180, 100]);
    assert.deepEqual(Object.values(answer(store, 'bottomk(2, req{v="1"})', 10) as object), [20, 180]);
  });

  it('finds the newest sample within five minutes, open at the far end', () => {
    assert.deepEqual(answer(store, 'back', 307), { 'back{}': 2 });
    assert.deepEqual(answer(store, 'back', 307.999), { 'back{}': 2 });
    assert.deepEqual(answer(store, 'back', 308), {});
  });

  const COLLISIONS: readonly (readonly [expression: string, problem: RegExp])[] = [
    ['req / on (v) req', /found duplicate series for the match group \{v="1"\} on the right hand-side/],
    ['info / on (v) req', /found duplicate series for the match group .* on the right hand-side/],
    ['req / on (v) info', /many-to-one matching must be explicit/],
    ['req{code="200"} / on () group_right () req', /found duplicate series for the match group \{\} on the left hand-side/],
    ['topk(NaN, req)', /Parameter value is NaN/],
  ];
  for (const [expression, problem] of COLLISIONS) {
    it(`refuses ${expression}`, () =>
      assert.throws(
        () => answer(store, expression, 10),
        (error: unknown) => error instanceof QueryError && problem.test(error.message),
      ));
  }

  it('refuses two series that are the same but for a name that is dropped', () => {
    const twins = storeOf({ 'a{l="1"}': [[0, 1]], 'b{l="1"}': [[0, 2]] });
    assert.throws(() => answer(twins, 'abs({l="1"})', 0), /vector cannot contain metrics with the same labelset/);
    assert.deepEqual(answer(twins, '{l="1"} > 1', 0), { 'b{l=1}': 2 });
  });

  it('refuses an answer whose group labels do not tell its series apart', () => {
    const twins = storeOf({ 'm{v="1",i="a"}': [[0, 1]], 'n{v="1",i="a"}': [[0, 2]], 'o{v="1"}': [[0, 3]] });
    assert.throws(() => answer(twins, '{i="a"} * on (v) group_left () o', 0), /grouping labels must ensure unique matches/);
  });

  it('stops when the answer is too large or the time is up', () => {
    const few = { maxSamples: 1 };
    assert.throws(
      () => answerAt(store, 'req', 10_000, few),
      (error: unknown) => error instanceof QueryError && error.code === 'execution',
    );
    assert.throws(
      () => answerAt(store, 'gauge[1m]', 10_000, few),
      (error: unknown) => error instanceof QueryError && error.code === 'execution',
    );
    const long = storeOf({ x: Array.from({ length: 100_001 }, (_, second): readonly [number, number] => [second, second]) });
    assert.throws(
      () => answerAt(long, 'stddev_over_time(x[30d])', 200_000_000, { checkTime: timeIsUp }),
      (error: unknown) => error instanceof QueryError && error.code === 'timeout',
    );
  });
});

function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) => (typeof each === 'number' ? Number(each.toPrecision(12)) : each));
}

describe('a query over a range', () => {
  const store = storeOf({
    'b{i="2"}': [
      [0, 1],
      [10, 2],
      [15, 'stale'],
    ],
    'a{i="1"}': [
      [10, 5],
      [20, 6],
    ],
  });

  it('asks at every step, both edges included, and sorts series by labels', () => {
    assert.deepEqual(range(store, '{i=~".+"}', [0, 20, 10]), {
      kind: 'matrix',
      series: [
        {
          labels: { __name__: 'a', i: '1' },
          samples: [
            [10_000, 5],
            [20_000, 6],
          ],
        },
        {
          labels: { __name__: 'b', i: '2' },
          samples: [
            [0, 1],
            [10_000, 2],
          ],
        },
      ],
    });
  });

  it('answers scalars and computed series at every step', () => {
    assert.deepEqual(range(store, 'time() * 2', [0, 10, 10]), {
      kind: 'matrix',
      series: [
        {
          labels: {},
          samples: [
            [0, 0],
            [10_000, 20],
          ],
        },
      ],
    });
    assert.deepEqual(range(store, 'sum({i=~".+"})', [10, 20, 10]), {
      kind: 'matrix',
      series: [
        {
          labels: {},
          samples: [
            [10_000, 7],
            [20_000, 6],
          ],
        },
      ],
    });
    assert.deepEqual(range(store, 'a @ end() - a @ start()', [10, 20, 10]), {
      kind: 'matrix',
      series: [
        {
          labels: { i: '1' },
          samples: [
            [10_000, 1],
            [20_000, 1],
          ],
        },
      ],
    });
  });

  it('is what the same instant queries answer', () => {
    const grid = { start: fc.integer({ min: -5, max: 30 }), step: fc.integer({ min: 1, max: 7 }), steps: fc.integer({ min: 0, max: 10 }) };
    const expressions = ['sum by (i) ({i=~".+"})', 'count_over_time(b[7s])', 'a > 5', 'a or b', 'absent(b)', 'rate(a[20s])'];
    fc.assert(
      fc.property(fc.record(grid), fc.constantFrom(...expressions), ({ start, step, steps }, expression) => {
        const result = range(store, expression, [start, start + step * steps, step]);
        assert.equal(result.kind, 'matrix');
        const rows =
          result.kind === 'matrix'
            ? result.series.flatMap(({ labels, samples }) => samples.map(([atMs, value]) => [atMs, nameOf(labels), value]))
            : [];
        const expected = Array.from({ length: steps + 1 }, (_, index) => start + index * step).flatMap((second) =>
          Object.entries(answer(store, expression, second) as object).map(([name, value]) => [second * 1000, name, value as number]),
        );
        assert.deepEqual(rows.map(String).sort(), expected.map(String).sort());
      }),
    );
  });

  it('refuses too many steps, a step of nothing, an end before the start, and what is no value a step', () => {
    assert.throws(() => range(store, 'a', [0, 11_001, 1]), /exceeded maximum resolution of 11,000 points per timeseries/);
    assert.equal(range(store, 'a', [0, 10_999, 1]).kind, 'matrix');
    assert.throws(() => range(store, 'a', [0, 1, 0]), /longer than nothing/);
    assert.throws(() => range(store, 'a', [1, 0, 1]), /stands before its start/);
    assert.throws(() => range(store, 'a[5m]', [0, 1, 1]), /must be Scalar or instant Vector/);
  });
});
