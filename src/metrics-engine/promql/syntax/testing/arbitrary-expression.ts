import * as fc from 'fast-check';
import type { BinaryOperation, BinaryOperator, Expression, FunctionCall, VectorMatching } from '../expression.ts';
import { FUNCTION_SIGNATURES, type FunctionName, type FunctionSignature, type ValueType } from '../function-signatures.ts';
import { isComparison, isSetOperator, PRECEDENCE } from '../operators.ts';
import { arbitraryOffset, arbitraryRange } from './arbitrary-duration.ts';
import { arbitraryAt, arbitraryLabel, arbitraryRangeSelector, arbitrarySelector } from './arbitrary-selector.ts';

const PLAIN = { noNullPrototype: true } as const;
const SPAN = { start: 0, end: 0 };
const span = fc.constant(SPAN);
const IMPLICIT: VectorMatching = {
  kind: 'ignoring',
  labels: [],
  cardinality: 'one-to-one',
  include: [],
  fill: { left: undefined, right: undefined },
};

type Typed = Readonly<Record<ValueType, Expression>>;
type Tie = <Key extends ValueType>(key: Key) => fc.Arbitrary<Typed[Key]>;

const number = fc.double().map((value): Expression => ({ kind: 'number', value, span: SPAN }));
const string = fc.string({ unit: 'binary' }).map((value): Expression => ({ kind: 'string', value, span: SPAN }));

const names = Object.keys(FUNCTION_SIGNATURES) as readonly FunctionName[];

function callOf(type: ValueType, tie: Tie): fc.Arbitrary<Expression> {
  return fc.constantFrom(...names.filter((name) => FUNCTION_SIGNATURES[name].gives === type)).chain((name) => argumentsOf(name, tie));
}

function argumentsOf(name: FunctionName, tie: Tie): fc.Arbitrary<FunctionCall> {
  const { takes, optional }: FunctionSignature = FUNCTION_SIGNATURES[name];
  const fewest = takes.length - (optional === 'any number' ? 1 : optional);
  const most = optional === 'any number' ? takes.length + 2 : takes.length;
  const argument = (index: number) => (name === 'info' && index === 1 ? arbitrarySelector : tie(takes[index] ?? takes.at(-1) ?? 'vector'));
  return fc
    .integer({ min: fewest, max: most })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => argument(index))))
    .map((args) => ({ kind: 'call', name, args, span: SPAN }));
}

function aggregationOf(tie: Tie): fc.Arbitrary<Expression> {
  const plain = fc.record({ operator: fc.constantFrom('sum', 'avg', 'group', 'stdvar'), parameter: fc.constant(undefined) }, PLAIN);
  const ofNumber = fc.record({ operator: fc.constantFrom('topk', 'quantile', 'limit_ratio'), parameter: tie('scalar') }, PLAIN);
  const ofText = fc.record({ operator: fc.constant('count_values' as const), parameter: tie('string') }, PLAIN);
  const grouping = fc.record({ kind: fc.constantFrom('by', 'without'), labels: fc.array(arbitraryLabel, { maxLength: 3 }) }, PLAIN);
  return fc
    .record({ chosen: fc.oneof(plain, ofNumber, ofText), grouping, operand: tie('vector') })
    .map(({ chosen, ...others }): Expression => ({ kind: 'aggregation', ...chosen, ...others, span: SPAN }));
}

function matchingOf(operator: BinaryOperator): fc.Arbitrary<VectorMatching> {
  const fillValue = fc.option(fc.double(), { nil: undefined });
  const isSet = isSetOperator(operator);
  const matching = fc.record(
    {
      kind: fc.constantFrom('on', 'ignoring'),
      labels: fc.array(arbitraryLabel, { maxLength: 2 }),
      cardinality: isSet ? fc.constant('many-to-many') : fc.constantFrom('one-to-one', 'many-to-one', 'one-to-many'),
      include: fc.subarray(['c_c', 'd.d']),
      fill: isSet ? fc.constant(IMPLICIT.fill) : fc.record({ left: fillValue, right: fillValue }, PLAIN),
    },
    PLAIN,
  ) as fc.Arbitrary<VectorMatching>;
  return matching.map((each) => (each.cardinality === 'one-to-one' || isSet ? { ...each, include: [] } : each));
}

function binaryOf(left: ValueType, right: ValueType, tie: Tie): fc.Arbitrary<BinaryOperation> {
  const vectors = left === 'vector' && right === 'vector';
  const operators = (Object.keys(PRECEDENCE) as readonly BinaryOperator[]).filter((each) => vectors || !isSetOperator(each));
  return fc.constantFrom(...operators).chain((operator) =>
    fc.record(
      {
        kind: fc.constant('binary' as const),
        operator: fc.constant(operator),
        returnsBool: isComparison(operator) ? (left === right && !vectors ? fc.constant(true) : fc.boolean()) : fc.constant(false),
        matching: vectors ? matchingOf(operator) : fc.constant(IMPLICIT),
        left: tie(left),
        right: tie(right),
        span,
      },
      PLAIN,
    ),
  );
}

/** A sign before a number is a part of the number. */
function signed(type: 'scalar' | 'vector', tie: Tie): fc.Arbitrary<Expression> {
  return fc
    .record({ operator: fc.constantFrom('+', '-'), operand: tie(type) })
    .map(({ operator, operand }): Expression => (operand.kind === 'number' ? operand : { kind: 'unary', operator, operand, span: SPAN }));
}

function subqueryOf(tie: Tie): fc.Arbitrary<Expression> {
  const step = fc.option(arbitraryRange, { nil: undefined });
  return fc.record(
    {
      kind: fc.constant('subquery' as const),
      operand: tie('vector'),
      range: arbitraryRange,
      step,
      offset: arbitraryOffset,
      at: arbitraryAt,
      span,
    },
    PLAIN,
  );
}

const typed = fc.letrec<Typed>((tie) => ({
  scalar: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    number,
    callOf('scalar', tie),
    signed('scalar', tie),
    binaryOf('scalar', 'scalar', tie),
  ),
  vector: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    arbitrarySelector,
    callOf('vector', tie),
    aggregationOf(tie),
    signed('vector', tie),
    binaryOf('vector', 'vector', tie),
    binaryOf('vector', 'scalar', tie),
    binaryOf('scalar', 'vector', tie),
  ),
  range: fc.oneof({ maxDepth: 4, withCrossShrink: true }, arbitraryRangeSelector, subqueryOf(tie)),
  string,
}));

/** Well-typed expressions of every type, with every construct of the language in them; all spans are the same. */
export const arbitraryExpression: fc.Arbitrary<Expression> = fc.oneof(typed.vector, typed.scalar, typed.range, typed.string);
