import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { CompensatedSum } from '../compensated-sum.ts';
import { labelProjection } from '../label-projection.ts';
import type { AggregationOperator, Grouping } from '../syntax/expression.ts';
import { arbitraryColumns, atInstant } from './testing/arbitrary-columns.ts';
import { table } from './testing/columns.ts';
import { runAggregation } from './testing/run-aggregation.ts';

const COUNT = 4;
const grouping: fc.Arbitrary<Grouping> = fc.record({
  kind: fc.constantFrom('by', 'without'),
  labels: fc.subarray(['a', 'b', 'c', '__name__']),
});

/** What the values of one group are at one instant, by the plainest of definitions. */
const DEFINITIONS: Readonly<Partial<Record<AggregationOperator, (values: readonly number[]) => number>>> = {
  sum: (values) => {
    const sum = new CompensatedSum();
    for (const value of values) sum.add(value);
    return sum.total;
  },
  min: (values) => Math.min(...numbersOf(values)),
  max: (values) => Math.max(...numbersOf(values)),
  count: (values) => values.length,
  group: () => 1,
};

function numbersOf(values: readonly number[]): readonly number[] {
  const numbers = values.filter((value) => !Number.isNaN(value));
  return numbers.length === 0 ? [Number.NaN] : numbers;
}

describe('an aggregation over a range', () => {
  const parameters: Readonly<Partial<Record<AggregationOperator, fc.Arbitrary<number>>>> = {
    topk: fc.integer({ min: -1, max: 5 }),
    bottomk: fc.integer({ min: -1, max: 5 }),
    limitk: fc.integer({ min: -1, max: 5 }),
    limit_ratio: fc.double({ min: -1, max: 1, noNaN: true }),
    quantile: fc.double({ min: -0.5, max: 1.5 }),
  };
  const operators = 'sum avg min max count group stddev stdvar topk bottomk limitk limit_ratio quantile'.split(
    ' ',
  ) as readonly AggregationOperator[];

  for (const operator of operators) {
    it(`answers at each instant what ${operator} answers at that instant alone`, () => {
      const parameter = fc.array(parameters[operator] ?? fc.constant(0), { minLength: COUNT, maxLength: COUNT });
      fc.assert(
        fc.property(arbitraryColumns(COUNT), grouping, parameter, (columns, by, each) => {
          const whole = runAggregation({ operator, columns, parameter: each, grouping: by }).columns;
          for (const [index, own] of each.entries()) {
            const alone = runAggregation({ operator, columns: atInstant(columns, index), parameter: [own], grouping: by }).columns;
            assert.deepEqual(table(atInstant(whole, index)), table(alone));
          }
        }),
        { numRuns: 60 },
      );
    });
  }

  it('answers for each group what the definition answers for its values', () => {
    for (const [operator, define] of Object.entries(DEFINITIONS)) {
      fc.assert(
        fc.property(arbitraryColumns(1), grouping, (columns, by) => {
          const projection = labelProjection(by.kind === 'by' ? 'only' : 'all but', by.labels);
          const here = atInstant(columns, 0);
          const groups = Map.groupBy(here, ({ labels }) => projection.key(labels));
          const answer = runAggregation({ operator: operator as AggregationOperator, columns: here, grouping: by }).columns;
          const expected = [...groups.values()].map((members) => define(members.map(({ values }) => values[0] ?? 0)));
          // 0 and -0 are the same number.
          assert.deepEqual(
            answer.map(({ values }) => (values[0] ?? 0) + 0),
            expected.map((value) => value + 0),
          );
        }),
        { numRuns: 60 },
      );
    }
  });
});
