import assert from 'node:assert/strict';
import { evaluateQuery } from './promql/evaluate/evaluate-query.ts';
import { type Grid, PROMETHEUS_3 } from './promql/evaluate/evaluation.ts';
import { gridAt } from './promql/evaluate/instants.ts';
import { runToEnd } from './promql/evaluate/run-to-end.ts';
import { parse } from './promql/syntax/parse.ts';
import { QueryError } from './query-result.ts';
import { SeriesStore } from './store/series-store.ts';
import { workBudget } from './work-budget.ts';

const SERIES = 1000;
const RANGE: Grid = { startMs: 0, stepMs: 60_000, count: 1000 };

const nested = (times: number, head: string, tail: string): string => `${head.repeat(times)}x${tail.repeat(times)}`;

describe('a query that would take all there is', () => {
  let store: SeriesStore;

  before(() => {
    store = new SeriesStore({ maxSeries: 10 * SERIES });
    for (let number = 0; number < SERIES; number++) {
      store.series({ __name__: 'x', instance: `i${number}`, pod: `pod-${number}` })?.append(0, number);
      store.series({ __name__: 'y', instance: `i${number}`, pod: `pod-${number}` })?.append(0, number);
    }
  });

  const ask = (query: string, grid: Grid = gridAt(0), maxSamples = 2_000_000) =>
    runToEnd(
      evaluateQuery(
        parse(query),
        grid,
        { reader: store, text: query, budget: workBudget({ maxSamples, checkTime: () => {} }), options: PROMETHEUS_3 },
        grid.count > 1 ? 'range' : 'instant',
      ),
    );

  const refused: readonly (readonly [string, string, RegExp, Grid?])[] = [
    [
      'labels that double within each other',
      nested(40, 'label_replace(', ', "pod", "$1$1$1", "pod", "(.*)")'),
      /the label "pod" would have \d+ characters/,
    ],
    [
      'labels that are joined with themselves',
      nested(40, 'label_join(', ', "pod", "", "pod", "pod")'),
      /the label "pod" would have \d+ characters/,
    ],
    [
      'a template of many references',
      `label_replace(${nested(9, 'label_replace(', ', "pod", "$1$1$1", "pod", "(.*)")')}, "z", "${'$1'.repeat(2000)}", "pod", "(.*)")`,
      /at most 16384 are allowed/,
    ],
    ['many long labels', `label_join(x, "z", "${'s'.repeat(8000)}", "pod", "pod")`, /too many samples/, { ...RANGE, count: 1 }],
    ['pairs of all with all', 'x * on () group_left (instance) y', /found duplicate series for the match group|too many samples/],
    ['all but one of all, at every step', `topk(${SERIES - 1}, x)`, /too many samples/, RANGE],
    ['a window of milliseconds', 'x[30d:1ms]', /too many samples/],
  ];
  for (const [what, query, message, grid] of refused) {
    it(`is refused: ${what}`, () => {
      const most = what === 'many long labels' ? 500_000 : what.startsWith('all but one') ? 1_500_000 : 2_000_000;
      assert.throws(
        () => ask(query, grid, most),
        (error) => error instanceof QueryError && message.test(error.message),
      );
    });
  }

  it('keeps all where there is room for all, without choosing', () => {
    const answer = ask('topk(1e9, x)', { ...RANGE, count: 5 });
    assert.equal(answer.kind === 'vector' ? answer.columns.length : 0, SERIES);
    const each = ask('topk by (instance) (1, x)', { ...RANGE, count: 5 });
    assert.equal(each.kind === 'vector' ? each.columns.length : 0, SERIES);
  });
});
