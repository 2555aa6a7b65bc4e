import assert from 'node:assert/strict';
import { ask, every, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({ 'x{a="1"}': every(60, [-50, 0, 100, Number.NaN]), low: every(60, [0, 10, 20, 0]) });
const ALL = [0, 180, 60] as const;

describe('clamp', () => {
  it('holds values between two bounds', () =>
    assert.deepEqual(ask(READER, 'clamp(x, -25, 75)', ALL), { '{a=1}': [-25, 0, 75, Number.NaN] }));
  it('holds them from below only', () => assert.deepEqual(ask(READER, 'clamp_min(x, -25)', ALL), { '{a=1}': [-25, 0, 100, Number.NaN] }));
  it('holds them from above only', () => assert.deepEqual(ask(READER, 'clamp_max(x, 75)', ALL), { '{a=1}': [-50, 0, 75, Number.NaN] }));
  it('is NaN for a bound that is', () => {
    assert.deepEqual(ask(READER, 'clamp(x, 0, NaN)', 0), { '{a=1}': Number.NaN });
    assert.deepEqual(ask(READER, 'clamp(x, NaN, 0)', 0), { '{a=1}': Number.NaN });
  });
  it('has no value at an instant at which the bounds are crossed', () => {
    assert.deepEqual(ask(READER, 'clamp(x, scalar(low), 10)', ALL), { '{a=1}': [0, 10, '_', Number.NaN] });
    assert.deepEqual(ask(READER, 'clamp(x, 5, -5)', ALL), {});
  });
});
