import assert from 'node:assert/strict';
import type { BehaviourCase } from '../load-engine/behaviour/behaviour-case.ts';
import { behaviourCases } from '../load-engine/behaviour/cases/behaviour-cases.ts';
import { describeBehaviour } from '../load-engine/behaviour/describe-behaviour.ts';
import { runOnCommand } from './testing/run-on-command.ts';

/** Two of each way to end: the engine's suite runs all of the cases, this one what only the command has. */
const ofEachEnd = 2;

const named = Object.values(behaviourCases)
  .flat()
  .filter(({ expected }) => expected.exitCode !== undefined);
const ends = Map.groupBy(named, ({ expected }) => expected.exitCode);
// What flags and variables change: the engine's suite hands them over as options, here they are options of the command line.
const layered = behaviourCases['options']?.filter(({ flags, variables }) => flags !== undefined || variables !== undefined) ?? [];
const exceptions: readonly BehaviourCase[] = [
  {
    name: 'that threw in iterations has failed, though k6 calls it passed',
    script: 'export default function () { const nothing = undefined; nothing.field; }',
    options: { iterations: 2 },
    expected: { counts: { iterations: 2 }, exitCode: 107, output: [/script\.js/] },
    onK6: { because: 'k6 ends with 0 however many iterations threw, so that a script which sends nothing passes', exitCode: 0 },
  },
];

describe('the exit codes of the behaviour suite', () => {
  it('are all that k6 documents for a run that was not stopped from outside', () => {
    assert.deepEqual(new Set(ends.keys()), new Set([0, 99, 100, 101, 104, 107, 108, 110]));
  });
});

describeBehaviour(
  { name: 'sluice load run', run: runOnCommand, expectationOf: ({ expected }) => expected },
  { ends: Array.from(ends.values(), (cases) => cases.slice(0, ofEachEnd)).flat(), layered, exceptions },
);
