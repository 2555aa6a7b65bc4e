import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { QueryError } from '../../query-result.ts';
import { arbitraryColumns, atInstant } from '../aggregate/testing/arbitrary-columns.ts';
import { table } from '../aggregate/testing/columns.ts';
import type { Column } from '../evaluate/evaluation.ts';
import { labelsKey } from '../labels.ts';
import type { VectorMatching } from '../syntax/expression.ts';
import { naiveMatch, type PairOperation, type Point } from './testing/naive-match.ts';
import { runOperation } from './testing/run-operation.ts';

const COUNT = 4;

const fill = fc.option(fc.constantFrom(0, 7), { nil: undefined, freq: 1 });
const matching: fc.Arbitrary<VectorMatching> = fc
  .record({
    kind: fc.constantFrom('on', 'ignoring'),
    labels: fc.subarray(['a', 'b', 'c']),
    cardinality: fc.constantFrom('one-to-one', 'many-to-one', 'one-to-many'),
    include: fc.subarray(['a', 'b', 'c']),
    fill: fc.record({ left: fill, right: fill }),
  })
  // The parser lets a label of `on` not be copied as well, and only a group modifier copies.
  .map((each) => ({
    ...each,
    include: each.cardinality === 'one-to-one' ? [] : each.include.filter((name) => each.kind !== 'on' || !each.labels.includes(name)),
  }));

const OPERATIONS: readonly (PairOperation & { readonly operator: '-' | '<='; readonly returnsBool: boolean })[] = [
  { operator: '-', returnsBool: false, compute: (left, right) => left - right, dropsName: true },
  { operator: '<=', returnsBool: false, compute: (left, right) => (left <= right ? left : undefined), dropsName: false },
];

const MESSAGES = { 'one side': 'found duplicate series', pairs: 'multiple matches', results: 'vector cannot contain' };

const pointsAt = (columns: readonly Column[], index: number): readonly Point[] =>
  atInstant(columns, index).map(({ labels, values }) => ({ labels, value: values[0] ?? 0 }));

/** The message of the refusal, or the answer. */
function tryRun(operation: Parameters<typeof runOperation>[0]): string | readonly Column[] {
  try {
    return runOperation(operation);
  } catch (error) {
    if (error instanceof QueryError) return error.message;
    throw error;
  }
}

describe('an operation on two vectors over a range', () => {
  for (const { operator, returnsBool, ...pairOperation } of OPERATIONS) {
    it(`answers at each instant what the definition of ${operator} answers, and refuses what it refuses at the earliest`, () => {
      fc.assert(
        fc.property(arbitraryColumns(COUNT), arbitraryColumns(COUNT), matching, (left, right, by) => {
          const whole = tryRun({ left, operator, right, returnsBool, matching: by });
          const instants = Array.from({ length: COUNT }, (_, index) =>
            naiveMatch(pointsAt(left, index), pointsAt(right, index), by, pairOperation),
          );
          const ambiguous = instants.filter((each) => each === 'one side' || each === 'pairs');
          const refused = ambiguous[0] ?? instants.find((each) => each === 'results');
          if (refused === 'one side' || refused === 'pairs' || refused === 'results') {
            assert.equal(typeof whole === 'string' ? whole.slice(0, MESSAGES[refused].length) : 'an answer', MESSAGES[refused]);
            return;
          }
          if (typeof whole === 'string') assert.fail(`refused with ${whole}`);
          for (const [index, expected] of instants.entries())
            assert.deepEqual(Object.fromEntries(pointsAt(whole, index).map((point) => [labelsKey(point.labels), point.value])), expected);
        }),
        { numRuns: 600 },
      );
    });
  }

  it('keeps and drops at each instant by what the other side has then', () => {
    fc.assert(
      fc.property(arbitraryColumns(COUNT), arbitraryColumns(COUNT), matching, (left, right, by) => {
        const many = { ...by, cardinality: 'many-to-many', include: [], fill: { left: undefined, right: undefined } } as const;
        for (const operator of ['and', 'or', 'unless'] as const) {
          const whole = runOperation({ left, operator, right, matching: many });
          for (let index = 0; index < COUNT; index++) {
            const [own, others] = [atInstant(left, index), atInstant(right, index)];
            assert.deepEqual(table(atInstant(whole, index)), table(runOperation({ left: own, operator, right: others, matching: many })));
          }
        }
      }),
    );
  });
});
