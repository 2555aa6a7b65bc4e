import assert from 'node:assert/strict';
import type { Matcher } from '../matcher.ts';
import { absentLabels } from './absent-labels.ts';

const NOWHERE = { start: 0, end: 0 };
const AS_IT_IS = { offset: { kind: 'fixed', ms: 0 }, at: undefined, span: NOWHERE } as const;

function labelsOf(...matchers: readonly Matcher[]): unknown {
  return absentLabels({ kind: 'selector', matchers, ...AS_IT_IS });
}

describe('absentLabels', () => {
  it('are what the selector pins, but for the metric name', () => {
    assert.deepEqual(
      labelsOf(
        { name: '__name__', operator: '=', value: 'up' },
        { name: 'job', operator: '=', value: 'a' },
        { name: 'zone', operator: '=~', value: '.x' },
      ),
      { job: 'a' },
    );
  });
  it('leave out a label with two conditions', () => {
    const [a, b, any]: readonly [Matcher, Matcher, Matcher] = [
      { name: 'job', operator: '=', value: 'a' },
      { name: 'job', operator: '=', value: 'b' },
      { name: 'job', operator: '=~', value: '.+' },
    ];
    assert.deepEqual([labelsOf(a, b), labelsOf(a, b, a), labelsOf(a, any)], [{}, {}, {}]);
  });
  it('leave out a label that is pinned to be absent', () => assert.deepEqual(labelsOf({ name: 'job', operator: '=', value: '' }), {}));
  it('are those of a range of a selector', () => {
    const selector = { kind: 'selector', matchers: [{ name: 'job', operator: '=', value: 'a' }], ...AS_IT_IS } as const;
    assert.deepEqual(absentLabels({ kind: 'range', selector, range: { kind: 'fixed', ms: 1 }, span: NOWHERE }), { job: 'a' });
  });
  it('are none for anything else', () => assert.deepEqual(absentLabels({ kind: 'number', value: 1, span: NOWHERE }), {}));
});
