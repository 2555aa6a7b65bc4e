import assert from 'node:assert/strict';
import { ask, every, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({
  'x{a="1"}': [
    [60, 1],
    [90, 'stale'],
  ],
  'x{a="2"}': [
    [120, Number.NaN],
    [150, 'stale'],
  ],
});

describe('absent', () => {
  it('is 1 where there is no series, with the labels that the selector pins', () => {
    assert.deepEqual(ask(READER, 'absent(x{job="web", a=~".+"})', [0, 60, 60]), { '{job=web}': [1, 1] });
  });
  it('has no value where there is one, NaN though it be', () => {
    assert.deepEqual(ask(READER, 'absent(x)', [0, 180, 60]), { '{}': [1, '_', '_', 1] });
    assert.deepEqual(ask(READER, 'absent(x)', 60), {});
  });
  it('tells no labels of what is computed', () => {
    assert.deepEqual(ask(READER, 'absent(sum(nothing{job="web"}))', 0), { '{}': 1 });
    assert.deepEqual(ask(READER, 'absent(nothing{job="web"} > 1)', 0), { '{}': 1 });
  });
});

describe('absent_over_time', () => {
  it('is 1 where no series has a sample in the range', () => {
    assert.deepEqual(ask(READER, 'absent_over_time(x{a="1"}[1m])', [0, 180, 60]), { '{a=1}': [1, '_', 1, 1] });
    assert.deepEqual(ask(READER, 'absent_over_time(x[2m])', [60, 180, 60]), {});
  });
  it('tells no labels of a subquery', () => {
    assert.deepEqual(ask(READER, 'absent_over_time(nothing{job="web"}[5m:1m])', 0), { '{}': 1 });
  });
  it('is absent while a gap is shorter than the range', () => {
    const reader = readerOf({ y: every(60, [1, 1, 1]) });
    assert.deepEqual(ask(reader, 'absent_over_time(y[3m])', [0, 360, 60]), { '{}': ['_', '_', '_', '_', '_', 1, 1] });
  });
});
