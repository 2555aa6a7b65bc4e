import * as fc from 'fast-check';
import type { Duration } from '../expression.ts';

const whole: fc.Arbitrary<Duration> = fc.integer({ min: 1, max: 10 ** 12 }).map((ms) => ({ kind: 'fixed', ms }));
const negative: fc.Arbitrary<Duration> = fc.integer({ min: 1, max: 10 ** 12 }).map((ms) => ({ kind: 'fixed', ms: -ms }));
const fraction: fc.Arbitrary<Duration> = fc
  .double({ min: 1e-9, max: 1e9, noNaN: true })
  .map((seconds) => ({ kind: 'fixed', ms: seconds * 1000 }));
const named = fc.constantFrom<Duration[]>({ kind: 'step' }, { kind: 'range' });

const { calculated } = fc.letrec<{ calculated: Duration; part: Duration; minus: Duration }>((tie) => ({
  calculated: fc.oneof({ maxDepth: 3 }, named, tie('part'), tie('minus')),
  part: fc.oneof(
    { maxDepth: 3 },
    named,
    whole,
    negative,
    fraction,
    fc.record(
      {
        kind: fc.constant('operation' as const),
        operator: fc.constantFrom('+', '-', '*', '/', '%', '^'),
        left: tie('calculated'),
        right: tie('part'),
      },
      { noNullPrototype: true },
    ),
    fc.record({ kind: fc.constantFrom('smaller', 'larger'), left: tie('part'), right: tie('calculated') }, { noNullPrototype: true }),
  ),
  // A minus before a literal is a part of the literal.
  minus: tie('calculated').map((operand): Duration => (operand.kind === 'fixed' ? { kind: 'step' } : { kind: 'minus', operand })),
}));

/** Durations that name step() or range(), so that nothing can be wrong with them before the query is known. */
const ofQuery = calculated.map(
  (duration): Duration =>
    duration.kind === 'fixed' ? duration : { kind: 'operation', operator: '+', left: duration, right: { kind: 'step' } },
);

/** Durations that may stand in brackets. */
export const arbitraryRange: fc.Arbitrary<Duration> = fc.oneof(
  whole,
  named,
  ofQuery.filter((each) => each.kind !== 'fixed'),
);

/** Durations that may stand behind `offset`. */
export const arbitraryOffset: fc.Arbitrary<Duration> = fc.oneof(fc.constant<Duration>({ kind: 'fixed', ms: 0 }), arbitraryRange, negative);
