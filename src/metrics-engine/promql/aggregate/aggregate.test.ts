import assert from 'node:assert/strict';
import type { AggregationOperator } from '../syntax/expression.ts';
import { column, type Points, table } from './testing/columns.ts';
import { runAggregation } from './testing/run-aggregation.ts';

const ALL = '[]';

/** What one group of columns without names comes to. */
function ofGroup(operator: AggregationOperator, ...members: readonly Points[]): Points | undefined {
  const columns = members.map((points, index) => column({ __name__: 'x', i: String(index) }, points));
  return table(runAggregation({ operator, columns }).columns)[ALL];
}

describe('aggregate', () => {
  it('folds what is present at each instant and leaves out instants without anything', () => {
    const members: readonly Points[] = [
      [1, undefined, undefined, 3],
      [2, 5, undefined, 7],
    ];
    const expected: readonly (readonly [AggregationOperator, Points])[] = [
      ['sum', [3, 5, undefined, 10]],
      ['avg', [1.5, 5, undefined, 5]],
      ['min', [1, 5, undefined, 3]],
      ['max', [2, 5, undefined, 7]],
      ['count', [2, 1, undefined, 2]],
      ['group', [1, 1, undefined, 1]],
      ['stddev', [0.5, 0, undefined, 2]],
      ['stdvar', [0.25, 0, undefined, 4]],
    ];
    for (const [operator, points] of expected) assert.deepEqual(ofGroup(operator, ...members), points, operator);
  });

  it('loses no small addend to a large one', () => {
    assert.deepEqual(ofGroup('sum', [1], [1e100], [1], [-1e100]), [2]);
    assert.deepEqual(ofGroup('avg', [2], [8], [1e100], [-1e100]), [2.5]);
  });

  it('averages numbers whose sum would overflow', () => {
    const big = 9.988465674311579e307;
    assert.deepEqual(ofGroup('avg', [big], [big], [big], [big]), [big]);
    assert.deepEqual(ofGroup('avg', [-big], [-big], [big], [big]), [0]);
  });

  it('averages infinite numbers as IEEE adds them', () => {
    const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
    assert.deepEqual(ofGroup('avg', [inf, 1, inf, nan], [inf, inf, -inf, 1], [1, 2, 0, inf]), [inf, inf, nan, nan]);
    assert.deepEqual(ofGroup('sum', [inf, 1, inf, nan], [inf, -inf, -inf, 1]), [inf, -inf, nan, nan]);
  });

  it('ignores NaN in min and max unless there is nothing else', () => {
    assert.deepEqual(ofGroup('min', [Number.NaN, Number.NaN], [3, Number.NaN], [2, undefined]), [2, Number.NaN]);
    assert.deepEqual(ofGroup('max', [3, Number.NaN], [Number.NaN, Number.NaN], [2, undefined]), [3, Number.NaN]);
  });

  it('knows no spread of a group that has NaN or an infinite number', () => {
    assert.deepEqual(ofGroup('stdvar', [Number.POSITIVE_INFINITY, 1], [1, Number.NaN]), [Number.NaN, Number.NaN]);
    assert.deepEqual(ofGroup('stddev', [Number.NEGATIVE_INFINITY]), [Number.NaN]);
  });

  it('answers nothing for nothing', () => {
    assert.deepEqual(runAggregation({ operator: 'sum', columns: [] }).columns, []);
  });
});

describe('aggregate by labels', () => {
  const columns = [
    column({ __name__: 'x', a: 'aa', b: 'bb' }, [1]),
    column({ __name__: 'x', a: 'a', b: 'abb' }, [2]),
    column({ __name__: 'y', a: 'a', b: 'abb', c: '1' }, [4]),
    column({ __name__: 'y', c: '1' }, [8]),
  ];

  it('parts groups by the labels listed, where a label that is missing is empty', () => {
    assert.deepEqual(table(runAggregation({ operator: 'sum', columns, grouping: { kind: 'by', labels: ['b', 'a'] } }).columns), {
      '[["a","aa"],["b","bb"]]': [1],
      '[["a","a"],["b","abb"]]': [6],
      [ALL]: [8],
    });
  });

  it('parts groups by the name only where it is listed', () => {
    assert.deepEqual(table(runAggregation({ operator: 'sum', columns, grouping: { kind: 'by', labels: ['__name__'] } }).columns), {
      '[["__name__","x"]]': [3],
      '[["__name__","y"]]': [12],
    });
  });

  it('parts groups by all labels but those listed and the name', () => {
    assert.deepEqual(table(runAggregation({ operator: 'sum', columns, grouping: { kind: 'without', labels: ['c', 'nothing'] } }).columns), {
      '[["a","aa"],["b","bb"]]': [1],
      '[["a","a"],["b","abb"]]': [6],
      [ALL]: [8],
    });
  });
});

describe('aggregate with names that are taken off late', () => {
  const columns = [column({ __name__: 'x' }, [1, 1, undefined], false), column({ __name__: 'x', i: '1' }, [1, undefined, undefined], true)];
  const grouping = { kind: 'by', labels: ['__name__'] } as const;

  it('loses the name of a group of which a member loses it at the last instant', () => {
    const last = columns.map(({ labels, dropsName }) => column(labels, [1, 1], dropsName));
    assert.deepEqual(
      runAggregation({ operator: 'sum', columns: last, grouping }).columns.map((each) => each.dropsName),
      [true],
    );
  });

  it('keeps the name when that member is no longer there at the last instant that has anything', () => {
    assert.deepEqual(
      runAggregation({ operator: 'sum', columns, grouping }).columns.map((each) => each.dropsName),
      [false],
    );
  });

  it('keeps what each chosen series says of its name', () => {
    const { columns: chosen } = runAggregation({ operator: 'topk', columns, parameter: [5, 5, 5] });
    assert.deepEqual(new Set(chosen.map((each) => each.dropsName)), new Set([false, true]));
  });
});
