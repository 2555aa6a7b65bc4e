import assert from 'node:assert/strict';
import { behaviourCases } from './cases/behaviour-cases.ts';
import { describeBehaviour } from './describe-behaviour.ts';
import { runOnK6 } from './run-on-k6.ts';

const { K6_BIN } = process.env;

describe(`the behaviour suite${K6_BIN === undefined ? ' (K6_BIN is unset, so no real k6 is held against it: set it to the path of an installed k6)' : ''}`, () => {
  it('says why wherever k6 answers otherwise than the engine', () => {
    const differing = Object.values(behaviourCases)
      .flat()
      .flatMap(({ onK6 }) => onK6 ?? []);
    assert.ok(differing.length > 0 && differing.every(({ because }) => because.length > 20));
  });
});

if (K6_BIN !== undefined) {
  describeBehaviour(
    { name: `the k6 at ${K6_BIN}`, run: runOnK6(K6_BIN), expectationOf: ({ expected, onK6 }) => onK6 ?? expected },
    behaviourCases,
  );
}
