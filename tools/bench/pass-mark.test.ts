import assert from 'node:assert/strict';
import { isMet, markText, type PassMark } from './pass-mark.ts';

const mark = (bound: PassMark['bound'], limit: number, observed: number | undefined): PassMark => ({
  name: 'p99',
  unit: 'ms',
  bound,
  limit,
  observed,
});

describe('a pass mark', () => {
  it('is met on its limit', () => {
    assert.deepEqual([isMet(mark('at most', 1, 1)), isMet(mark('at least', 1, 1))], [true, true]);
  });

  it('is missed on the wrong side, and says by how much', () => {
    assert.equal(markText(mark('at most', 1, 1.25)), 'missed by 0.25 ms  p99: 1.25 ms, at most 1.00 ms');
    assert.equal(markText(mark('at least', 2, 1.5)), 'missed by 0.50 ms  p99: 1.50 ms, at least 2.00 ms');
  });

  it('is never met by a figure that is not there', () => {
    assert.deepEqual([isMet(mark('at most', 1, undefined)), isMet(mark('at most', 1, Number.NaN))], [false, false]);
    assert.equal(markText(mark('at most', 1, undefined)), 'not measured  p99: at most 1.00 ms');
  });
});
