import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { BinaryOperation, BinaryOperator, Expression, VectorMatching, VectorSelector } from './expression.ts';
import type { Matcher } from './matcher.ts';
import { isComparison, isSetOperator, PRECEDENCE } from './operators.ts';
import { parse } from './parser.ts';
import { print } from './printer.ts';
import { staticType } from './static-type.ts';

const label = fc.oneof(fc.constantFrom('a', 'le', 'job', 'by', 'on', 'constructor'), fc.string({ minLength: 1 }));
const name = fc.constantFrom('x', 'http_requests_total', 'a:b', 'sum', 'on', 'Inf', 'offset', 'and', 'a.b', 'é');
const PLAIN = { noNullPrototype: true } as const;
const literalMatcher = fc.record({ name: label, operator: fc.constantFrom('=', '!='), value: fc.string({ unit: 'binary' }) }, PLAIN);
const patternMatcher = fc.record(
  { name: label, operator: fc.constantFrom('=~', '!~'), value: fc.constantFrom('', 'a|b', '(?i:x).*') },
  PLAIN,
);
const matcher = fc.oneof(literalMatcher, patternMatcher).filter((each) => each.name !== '__name__') as fc.Arbitrary<Matcher>;

const selector: fc.Arbitrary<VectorSelector> = fc
  .record({
    name,
    others: fc.array(matcher, { maxLength: 3 }),
    offsetMs: fc.constantFrom(0, 1, -60_000, 90_000),
    at: fc.constantFrom<VectorSelector['at'][]>(undefined, 'start', 'end', 0, 1234, -5000),
  })
  .map(({ name, others, offsetMs, at }) => ({
    kind: 'selector',
    matchers: [{ name: '__name__', operator: '=', value: name }, ...others],
    offsetMs,
    at,
  }));

const number = fc.double().map((value): Expression => ({ kind: 'number', value }));
const range = fc
  .record({ selector, rangeMs: fc.integer({ min: 1, max: 10 ** 12 }) })
  .map(({ selector, rangeMs }): Expression => ({ kind: 'call', name: 'rate', args: [{ kind: 'range', selector, rangeMs }] }));

const matching = (isSet: boolean): fc.Arbitrary<VectorMatching> =>
  fc
    .record(
      {
        kind: fc.constantFrom('on', 'ignoring'),
        labels: fc.uniqueArray(fc.constantFrom('a', 'b'), { maxLength: 2 }),
        cardinality: isSet ? fc.constant('many-to-many') : fc.constantFrom('one-to-one', 'many-to-one', 'one-to-many'),
        include: fc.subarray(['c', 'd']),
      },
      PLAIN,
    )
    .map((each) =>
      each.cardinality.startsWith('many-to-o') || each.cardinality === 'one-to-many' ? each : { ...each, include: [] },
    ) as fc.Arbitrary<VectorMatching>;

function binaryOf(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  vectorMatching: VectorMatching,
  returnsBool: boolean,
): BinaryOperation {
  const scalars = [left, right].filter((each) => staticType(each) === 'scalar').length;
  const implicit: VectorMatching = { kind: 'ignoring', labels: [], cardinality: 'one-to-one', include: [] };
  return {
    kind: 'binary',
    operator,
    returnsBool: isComparison(operator) && (returnsBool || scalars === 2),
    matching: scalars > 0 ? implicit : vectorMatching,
    left,
    right,
  };
}

const operators = Object.keys(PRECEDENCE) as BinaryOperator[];
const { expression } = fc.letrec<{ expression: Expression; vector: Expression; negated: Expression }>((tie) => ({
  expression: fc.oneof({ maxDepth: 5, withCrossShrink: true }, selector, number, range, tie('vector'), tie('negated')),
  negated: tie('expression')
    .filter((operand) => operand.kind !== 'number')
    .map((operand): Expression => ({ kind: 'minus', operand })),
  vector: fc
    .constantFrom(...operators)
    .chain((operator) =>
      fc.record({
        operator: fc.constant(operator),
        left: tie('expression'),
        right: tie('expression'),
        m: matching(isSetOperator(operator)),
        bool: fc.boolean(),
      }),
    )
    .filter(({ operator, left, right }) => !isSetOperator(operator) || (staticType(left) === 'vector' && staticType(right) === 'vector'))
    .map(({ operator, left, right, m, bool }) => binaryOf(operator, left, right, m, bool)),
}));

describe('print', () => {
  it('writes what parses to the same tree', () => {
    fc.assert(
      fc.property(expression, (tree) => assert.deepEqual(parse(print(tree)), tree)),
      { numRuns: 1000 },
    );
  });

  it('is the same text after parsing it again', () => {
    const text = print(parse('sum by(le)(rate({"x.y",a=~"b|c"}[5m] offset 1m))/ignoring(le) group_left(z) (a or -b^2) > bool 1'));
    assert.equal(print(parse(text)), text);
  });
});
