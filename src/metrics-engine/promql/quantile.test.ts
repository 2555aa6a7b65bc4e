import assert from 'node:assert/strict';
import { column, table } from './aggregate/testing/columns.ts';
import { runAggregation } from './aggregate/testing/run-aggregation.ts';
import { quantileOf } from './quantile.ts';

const of = (share: number, ...values: readonly number[]) => quantileOf(share, Float64Array.from(values));

describe('quantile', () => {
  it('weighs the neighbours of the rank', () => {
    assert.equal(of(0.8, 1, 0), 0.8);
    assert.equal(of(0.8, 2, 0, 1), 1.6);
    assert.equal(of(0.8, 4, 0, 1), 2.8000000000000003);
    assert.equal(of(0.5, 7), 7);
    assert.deepEqual([of(0, 3, 1, 2), of(1, 3, 1, 2)], [1, 3]);
  });

  it('sorts NaN before all numbers', () => {
    assert.equal(of(0.8, 0, Number.NaN, 1), 0.6000000000000001);
    assert.equal(of(0.2, 0, Number.NaN, 1), Number.NaN);
    assert.equal(of(0.5, Number.NaN, Number.NaN), Number.NaN);
  });

  it('is infinite for a share beyond 0 and 1, and unknown for one that is NaN and for no values', () => {
    assert.deepEqual([of(-0.1, 1), of(1.1, 1), of(Number.NaN, 1), of(0.5)], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, NaN, NaN]);
  });

  it('goes by the share that holds at each instant, and warns of shares that are none', () => {
    const columns = [column({ i: '0' }, [1, 1, 1, undefined, 1]), column({ i: '1' }, [3, 3, 3, undefined, 3])];
    const answer = runAggregation({ operator: 'quantile', parameter: [0.5, 1.5, -2, 0.5, 1], columns });
    assert.deepEqual(table(answer.columns), { '[]': [2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined, 3] });
    assert.deepEqual(answer.warnings, [
      'PromQL warning: quantile value should be between 0 and 1, got 1.5 (1:1)',
      'PromQL warning: quantile value should be between 0 and 1, got -2 (1:1)',
    ]);
  });

  it('warns of a share that is NaN, also when there are no series', () => {
    const { columns, warnings } = runAggregation({ operator: 'quantile', parameter: [Number.NaN], columns: [] });
    assert.deepEqual(columns, []);
    assert.deepEqual(warnings, ['PromQL warning: quantile value should be between 0 and 1, got NaN (1:1)']);
  });
});
