import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { AggregationOperator } from '../syntax/expression.ts';
import { column, type Points, pointsOf, table } from './testing/columns.ts';
import { runAggregation } from './testing/run-aggregation.ts';

const numbered = (...members: readonly Points[]) => members.map((points, index) => column({ __name__: 'x', i: String(index) }, points));

/** The numbers of the columns that are chosen, in the order of the answer. */
function chosen(operator: AggregationOperator, parameter: readonly number[], ...members: readonly Points[]): readonly string[] {
  return runAggregation({ operator, parameter, columns: numbered(...members) }).columns.map(({ labels }) => labels['i'] ?? '');
}

/** Order and equality alone: which of 0 and -0 comes first is left open. */
const plain = (points: Points) => points.map((point) => (point === 0 ? 0 : point));

const refusal = (operator: AggregationOperator, parameter: readonly number[]) => () =>
  runAggregation({ operator, parameter, columns: [] }).columns;

describe('topk and bottomk', () => {
  it('answer an instant best first and NaN last', () => {
    assert.deepEqual(chosen('topk', [3], [1], [Number.NaN], [3], [undefined], [2]), ['2', '4', '0']);
    assert.deepEqual(chosen('bottomk', [9], [1], [Number.NaN], [3], [undefined], [2]), ['0', '4', '2', '1']);
  });

  it('keep NaN only where numbers are too few', () => {
    assert.deepEqual(chosen('topk', [2], [Number.NaN], [Number.NaN], [1], [2]), ['3', '2']);
    assert.deepEqual(chosen('bottomk', [2], [Number.NaN], [Number.NaN], [1]), ['2', '0']);
  });

  it('keep the first of equals', () => {
    assert.deepEqual(chosen('topk', [1], [7], [7], [7]), ['0']);
    assert.deepEqual(chosen('bottomk', [1], [7], [7], [7]), ['0']);
  });

  it('go by the number that holds at each instant, cut to a whole one', () => {
    const { columns } = runAggregation({ operator: 'topk', parameter: [1.9, 2, 0, -5], columns: numbered([1, 1, 1, 1], [2, 2, 2, 2]) });
    assert.deepEqual(table(columns), {
      '[["__name__","x"],["i","1"]]': [2, 2, undefined, undefined],
      '[["__name__","x"],["i","0"]]': [undefined, 1, undefined, undefined],
    });
  });

  it('choose in each group, group after group', () => {
    const columns = [
      column({ g: 'b', i: '0' }, [1]),
      column({ g: 'a', i: '1' }, [9]),
      column({ g: 'b', i: '2' }, [2]),
      column({ g: 'a', i: '3' }, [8]),
    ];
    const answer = runAggregation({ operator: 'topk', parameter: [1], columns, grouping: { kind: 'by', labels: ['g'] } });
    assert.deepEqual(
      answer.columns.map(({ labels }) => labels),
      [
        { g: 'b', i: '2' },
        { g: 'a', i: '1' },
      ],
    );
  });

  it('choose the largest k of any numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 45 }), (values, k) => {
        const best = (operator: AggregationOperator) =>
          runAggregation({ operator, parameter: [k], columns: numbered(...values.map((value) => [value])) }).columns.flatMap(pointsOf);
        const numbers = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
        const rest = values.filter(Number.isNaN);
        assert.deepEqual(plain(best('topk')), plain([...numbers.toReversed(), ...rest].slice(0, k)));
        assert.deepEqual(plain(best('bottomk')), plain([...numbers, ...rest].slice(0, k)));
      }),
    );
  });
});

describe('limitk', () => {
  it('chooses the first series that are present', () => {
    assert.deepEqual(chosen('limitk', [2], [undefined], [1], [2], [3]), ['1', '2']);
    assert.deepEqual(chosen('limitk', [0], [1], [2]), []);
  });
});

describe('limit_ratio', () => {
  // xxHash64 of the labels in one string is fa6e5aa974a03e59, by the reference implementation.
  const known = [column({ __name__: 'http_requests', group: 'canary', instance: '0', job: 'api-server' }, [1])];
  const isChosen = (ratio: number) => runAggregation({ operator: 'limit_ratio', parameter: [ratio], columns: known }).columns.length === 1;

  it('chooses the series that Prometheus chooses', () => {
    assert.deepEqual([isChosen(0.97824), isChosen(0.97825), isChosen(-0.02176), isChosen(-0.02175)], [false, true, true, false]);
  });

  it('chooses every series for 1 and -1, and none for 0', () => {
    const columns = numbered([1], [2], [3], [4], [5]);
    const count = (ratio: number) => runAggregation({ operator: 'limit_ratio', parameter: [ratio], columns }).columns.length;
    assert.deepEqual([count(1), count(-1), count(0)], [5, 5, 0]);
  });

  it('chooses the complement for the ratio less 1, at each instant', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (ratio) => {
        const columns = numbered(...Array.from({ length: 30 }, () => [1, 1]));
        const counted = (parameter: readonly number[]) => runAggregation({ operator: 'limit_ratio', parameter, columns }).columns;
        const [some, others] = [counted([ratio, ratio]), counted([ratio - 1, ratio - 1])];
        // 1 + (ratio - 1) need not be the ratio again, so a series may stand between the two; of 30 none does.
        assert.equal(some.length + others.length, 30);
        assert.deepEqual(Object.keys({ ...table(some), ...table(others) }).length, 30);
      }),
    );
  });

  it('takes a ratio beyond 1 for 1, and warns', () => {
    const { columns, warnings } = runAggregation({ operator: 'limit_ratio', parameter: [1.1, -2.5], columns: numbered([1, 1], [2, 2]) });
    assert.equal(columns.length, 2);
    assert.deepEqual(warnings, [
      'PromQL warning: ratio value should be between -1 and 1, got 1.1, capping to 1 (1:1)',
      'PromQL warning: ratio value should be between -1 and 1, got -2.5, capping to -1 (1:1)',
    ]);
  });
});

describe('the parameter of topk, bottomk, limitk and limit_ratio', () => {
  it('is refused when it is NaN at any instant, whether there are series or not', () => {
    for (const operator of ['topk', 'bottomk', 'limitk'] as const)
      assert.throws(refusal(operator, [1, Number.NaN]), { code: 'execution', message: 'Parameter value is NaN' });
    assert.throws(refusal('limit_ratio', [Number.NaN]), { code: 'execution', message: 'Ratio value is NaN' });
  });

  it('is refused where 64 bits can hold no such number', () => {
    assert.throws(refusal('topk', [9.3e18]), { message: 'Scalar value 9.3e+18 overflows int64' });
    assert.throws(refusal('limitk', [Number.POSITIVE_INFINITY]), { message: 'Scalar value +Inf overflows int64' });
    assert.throws(refusal('bottomk', [1, -1e19]), { message: 'Scalar value -1e+19 underflows int64' });
  });

  it('asks for nothing when it is below 1 at every instant, however small', () => {
    assert.deepEqual(refusal('topk', [0.5, -1e19])(), []);
  });
});
