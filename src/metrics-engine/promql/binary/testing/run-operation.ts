import { fixedEvaluator } from '../../aggregate/testing/fixed-evaluator.ts';
import type { Column, EngineOptions } from '../../evaluate/evaluation.ts';
import { runToEnd } from '../../evaluate/run-to-end.ts';
import type { BinaryOperation, VectorMatching } from '../../syntax/expression.ts';
import { combine } from '../combine.ts';

/** A side of an operation: columns, or a scalar's number at each instant. */
export type Side = readonly Column[] | readonly number[];

/** An operation on two sides; a matching that says nothing else ignores no label and is one-to-one. */
export interface OperationCase {
  readonly left: Side;
  readonly operator: BinaryOperation['operator'];
  readonly right: Side;
  readonly returnsBool?: boolean;
  readonly matching?: Partial<VectorMatching>;
  readonly options?: Partial<EngineOptions>;
}

const PLAIN: VectorMatching = {
  kind: 'ignoring',
  labels: [],
  cardinality: 'one-to-one',
  include: [],
  fill: { left: undefined, right: undefined },
};

/** Runs an operation that comes to a vector, over as many instants as the sides have. */
export function runOperation(operation: OperationCase): readonly Column[] {
  const value = evaluated(operation);
  if (value.kind !== 'vector') throw new Error(`the operation came to a ${value.kind}`);
  return value.columns;
}

/** Runs an operation that comes to a scalar. */
export function runScalarOperation(operation: OperationCase): readonly number[] {
  const value = evaluated(operation);
  if (value.kind !== 'scalar') throw new Error(`the operation came to a ${value.kind}`);
  return [...value.values];
}

function evaluated({ left, operator, right, returnsBool = false, matching, options }: OperationCase) {
  const grid = { startMs: 0, stepMs: 1000, count: Math.max(...[left, right].map(countOf)) };
  const evaluator = fixedEvaluator(grid, options);
  const operation: BinaryOperation = {
    kind: 'binary',
    operator,
    returnsBool,
    matching: { ...PLAIN, ...matching },
    left: evaluator.standFor(left),
    right: evaluator.standFor(right),
    span: { start: 0, end: 7 },
  };
  return runToEnd(combine(operation, grid, evaluator));
}

function countOf(side: Side): number {
  const [first] = side;
  return typeof first === 'object' ? first.values.length : side.length;
}
