import assert from 'node:assert/strict';
import type { LoadFinding } from '../../control/ports/load-engine.ts';
import { createPaint } from '../paint.ts';
import { findingList } from './finding-list.ts';

const finding = (severity: LoadFinding['severity'], place: string): LoadFinding => ({
  rule: 'closed-loop',
  severity,
  place,
  problem: 'A target that stalls is asked less.',
  remedy: 'Use an arrival rate.',
});

const list = (findings: readonly LoadFinding[], width = 80): string => findingList(findings, { paint: createPaint(false), width });

describe('findingList', () => {
  it('says so when nothing was found', () => assert.match(list([]), /^Nothing found/));

  it('tells warnings first, each with its place, rule and remedy, and counts them', () => {
    assert.equal(
      list([finding('advice', 'a.ts:1:1'), finding('warning', 'options.scenarios.gate')]),
      `! warning  options.scenarios.gate  closed-loop
    A target that stalls is asked less.
    Use an arrival rate.

· advice  a.ts:1:1  closed-loop
    A target that stalls is asked less.
    Use an arrival rate.

1 warning, 1 piece of advice.
`,
    );
  });

  it('wraps on a narrow screen', () => {
    for (const line of list([finding('warning', 'x')], 40).split('\n')) assert.ok(line.length <= 40, line);
  });
});
