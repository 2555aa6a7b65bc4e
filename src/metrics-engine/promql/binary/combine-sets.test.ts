import assert from 'node:assert/strict';
import { column, table } from '../aggregate/testing/columns.ts';
import type { SetOperator } from '../syntax/expression.ts';
import { runOperation } from './testing/run-operation.ts';

const left = [column({ __name__: 'l', a: '1', b: 'x' }, [1, 2, undefined]), column({ __name__: 'l', a: '2', b: 'x' }, [3, 4, 5])];
const right = [
  column({ __name__: 'r', a: '1', b: 'x' }, [10, undefined, 30]),
  column({ __name__: 'r', a: '2', b: 'y' }, [undefined, 50, 60]),
];
const [L1, L2, R1, R2] = [
  '[["__name__","l"],["a","1"],["b","x"]]',
  '[["__name__","l"],["a","2"],["b","x"]]',
  '[["__name__","r"],["a","1"],["b","x"]]',
  '[["__name__","r"],["a","2"],["b","y"]]',
];
const many = { cardinality: 'many-to-many' } as const;
const answer = (operator: SetOperator, matching: object = {}) =>
  table(runOperation({ left, operator, right, matching: { ...many, ...matching } }));

describe('an operation on sets', () => {
  it('keeps or drops what has a match at the instant, by all labels but the name', () => {
    assert.deepEqual(answer('and'), { [L1]: [1, undefined, undefined] });
    assert.deepEqual(answer('unless'), { [L1]: [undefined, 2, undefined], [L2]: [3, 4, 5] });
    assert.deepEqual(answer('or'), {
      [L1]: [1, 2, undefined],
      [L2]: [3, 4, 5],
      [R1]: [undefined, undefined, 30],
      [R2]: [undefined, 50, 60],
    });
  });

  it('matches by the labels of on and ignoring', () => {
    assert.deepEqual(answer('and', { kind: 'on', labels: ['a'] }), { [L1]: [1, undefined, undefined], [L2]: [undefined, 4, 5] });
    assert.deepEqual(answer('unless', { kind: 'ignoring', labels: ['b'] }), {
      [L1]: [undefined, 2, undefined],
      [L2]: [3, undefined, undefined],
    });
    assert.deepEqual(answer('or', { kind: 'on', labels: [] }), { [L1]: [1, 2, undefined], [L2]: [3, 4, 5] });
    assert.deepEqual(answer('or', { kind: 'on', labels: ['__name__'] }), {
      [L1]: [1, 2, undefined],
      [L2]: [3, 4, 5],
      [R1]: [10, undefined, 30],
      [R2]: [undefined, 50, 60],
    });
  });

  it('takes a label that is missing for an empty one', () => {
    assert.deepEqual(answer('and', { kind: 'on', labels: ['nothing'] }), { [L1]: [1, 2, undefined], [L2]: [3, 4, 5] });
  });

  it('is all of the left or nothing where the other side is empty', () => {
    const run = (operator: SetOperator) => table(runOperation({ left, operator, right: [], matching: many }));
    assert.deepEqual([run('and'), run('unless'), run('or')], [{}, table(left), table(left)]);
    assert.deepEqual(table(runOperation({ left: [], operator: 'or', right, matching: many })), table(right));
  });

  it('makes one series of one that both sides of or answer at different instants', () => {
    const [own, others] = [
      [1, undefined, 3],
      [7, 8, 9],
    ].map((points) => [column({ __name__: 'x', a: '1' }, points)]);
    const both = runOperation({ left: own ?? [], operator: 'or', right: others ?? [], matching: many });
    assert.deepEqual(table(both), { '[["__name__","x"],["a","1"]]': [1, 8, 3] });
  });
});
