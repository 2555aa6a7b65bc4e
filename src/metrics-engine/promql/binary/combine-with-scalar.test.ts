import assert from 'node:assert/strict';
import { column, table } from '../aggregate/testing/columns.ts';
import type { BinaryOperator } from '../syntax/expression.ts';
import { runOperation, runScalarOperation } from './testing/run-operation.ts';

const [INF, NAN] = [Number.POSITIVE_INFINITY, Number.NaN];
const x = [column({ __name__: 'x', i: '0' }, [1, undefined, 3, NAN]), column({ __name__: 'x', i: '1' }, [4, 5, 6, INF])];
const [NAMED_0, NAMED_1] = ['[["__name__","x"],["i","0"]]', '[["__name__","x"],["i","1"]]'];
const [NAMELESS_0, NAMELESS_1] = ['[["i","0"]]', '[["i","1"]]'];

const answers = (operator: BinaryOperator) =>
  runScalarOperation({ left: [1, 2, 3, NAN], operator, right: [2, 2, 2, NAN], returnsBool: true });

const dropsNames = (operator: BinaryOperator, returnsBool: boolean) =>
  runOperation({ left: x, operator, right: [1, 1, 1, 1], returnsBool, options: { delayedNameRemoval: true } }).map(
    ({ labels, dropsName }) => [labels['__name__'], dropsName],
  );

describe('an operation on two scalars', () => {
  it('computes as Go does', () => {
    const cases: readonly (readonly [number, BinaryOperator, number, number])[] = [
      [1, '+', 2, 3],
      [1, '-', 2, -1],
      [3, '*', 2, 6],
      [1, '/', 0, INF],
      [0, '/', 0, NAN],
      [-7, '%', 3, -1],
      [7, '%', -3, 1],
      [5, '%', INF, 5],
      [5, '%', 0, NAN],
      [2, '^', 10, 1024],
      [10, 'atan2', 20, 0.4636476090008061],
      [10, 'atan2', NAN, NAN],
    ];
    for (const [left, operator, right, result] of cases)
      assert.deepEqual(runScalarOperation({ left: [left], operator, right: [right] }), [result], `${left} ${operator} ${right}`);
  });

  it('answers 1 or 0 to a comparison', () => {
    assert.deepEqual(answers('=='), [0, 1, 0, 0]);
    assert.deepEqual(answers('!='), [1, 0, 1, 1]);
    assert.deepEqual(answers('<'), [1, 0, 0, 0]);
    assert.deepEqual(answers('<='), [1, 1, 0, 0]);
    assert.deepEqual(answers('>'), [0, 0, 1, 0]);
    assert.deepEqual(answers('>='), [0, 1, 1, 0]);
  });
});

describe('an operation on a vector and a scalar', () => {
  it('computes on either side, with the scalar of each instant, and takes the name off', () => {
    assert.deepEqual(table(runOperation({ left: x, operator: '-', right: [1, 1, 2, 1] })), {
      [NAMELESS_0]: [0, undefined, 1, NAN],
      [NAMELESS_1]: [3, 4, 4, INF],
    });
    assert.deepEqual(table(runOperation({ left: [1, 1, 2, 1], operator: '-', right: x })), {
      [NAMELESS_0]: [0, undefined, -1, NAN],
      [NAMELESS_1]: [-3, -4, -4, -INF],
    });
  });

  it('keeps the series and its name where a comparison holds, whichever side it stands on', () => {
    const expected = { [NAMED_1]: [4, 5, undefined, undefined] };
    assert.deepEqual(table(runOperation({ left: x, operator: '>', right: [3, 3, 9, NAN] })), expected);
    assert.deepEqual(table(runOperation({ left: [3, 3, 9, NAN], operator: '<', right: x })), expected);
  });

  it('finds nothing equal to NaN, and everything different from it', () => {
    assert.deepEqual(runOperation({ left: x, operator: '==', right: [NAN, NAN, NAN, NAN] }), []);
    assert.deepEqual(table(runOperation({ left: x, operator: '!=', right: [NAN, NAN, NAN, NAN] })), {
      [NAMED_0]: [1, undefined, 3, NAN],
      [NAMED_1]: [4, 5, 6, INF],
    });
  });

  it('answers 1 or 0 with bool, and takes the name off', () => {
    assert.deepEqual(table(runOperation({ left: x, operator: '>=', right: [3, 3, 3, 3], returnsBool: true })), {
      [NAMELESS_0]: [0, undefined, 1, 0],
      [NAMELESS_1]: [1, 1, 1, 1],
    });
  });

  it('marks the name instead where names are taken off late, but not for a comparison that filters', () => {
    assert.deepEqual(dropsNames('*', false), [
      ['x', true],
      ['x', true],
    ]);
    assert.deepEqual(dropsNames('>=', true), [
      ['x', true],
      ['x', true],
    ]);
    assert.deepEqual(dropsNames('>=', false), [
      ['x', false],
      ['x', false],
    ]);
  });

  it('makes one series of two that are left with the same labels, unless they meet', () => {
    const apart = [column({ __name__: 'x' }, [1, undefined]), column({ __name__: 'y' }, [undefined, 2])];
    assert.deepEqual(table(runOperation({ left: apart, operator: '*', right: [10, 10] })), { '[]': [10, 20] });
    const together = [column({ __name__: 'x' }, [1, 1]), column({ __name__: 'y' }, [undefined, 2])];
    assert.throws(() => runOperation({ left: together, operator: '*', right: [10, 10] }), {
      code: 'execution',
      message: 'vector cannot contain metrics with the same labelset',
    });
  });
});
