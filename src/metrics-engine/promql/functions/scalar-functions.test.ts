import assert from 'node:assert/strict';
import { ask, every, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({
  'x{a="1"}': every(60, [1, 2, 3]),
  'x{a="2"}': [
    [60, 7],
    [61, 'stale'],
  ],
});
const RANGE = [0, 120, 60] as const;

describe('scalar', () => {
  it('is the value of the only series, NaN where there are several', () => {
    assert.deepEqual(ask(READER, 'scalar(x)', RANGE), [1, Number.NaN, 3]);
  });
  it('is NaN where there is none', () => assert.deepEqual(ask(READER, 'scalar(nothing)', RANGE), [Number.NaN, Number.NaN, Number.NaN]));
});

describe('vector', () => {
  it('is one series without labels', () => assert.deepEqual(ask(READER, 'vector(time())', RANGE), { '{}': [0, 60, 120] }));
});

describe('what is known of the query', () => {
  it('are the times of its instants', () => {
    assert.deepEqual(ask(READER, 'time()', RANGE), [0, 60, 120]);
    assert.equal(ask(READER, 'time()', 0.001), 0.001);
  });
  it('are its start, end, step and range', () => {
    assert.deepEqual(ask(READER, 'start()', [60, 180, 60]), [60, 60, 60]);
    assert.deepEqual(ask(READER, 'end()', [60, 180, 60]), [180, 180, 180]);
    assert.deepEqual(ask(READER, 'step()', [60, 180, 60]), [60, 60, 60]);
    assert.deepEqual(ask(READER, 'range()', [60, 180, 60]), [120, 120, 120]);
  });
  it('are the instant twice and 0 for an instant query', () => {
    assert.deepEqual(
      ['start()', 'end()', 'step()', 'range()'].map((text) => ask(READER, text, 100)),
      [100, 100, 0, 0],
    );
  });
  it('is the step that was asked for where a range query has one instant', () => assert.equal(ask(READER, 'step()', [60, 60, 30]), 30));
  it('is about the query also within a subquery', () => {
    assert.deepEqual(ask(READER, 'max_over_time(vector(start())[5m:1m])', [600, 660, 60]), { '{}': [600, 600] });
  });
  it('is pi whatever the query', () => assert.equal(ask(READER, 'pi()', 0), Math.PI));
});

describe('min_of and max_of', () => {
  it('choose at each instant', () => {
    assert.deepEqual(ask(READER, 'min_of(time(), 60)', RANGE), [0, 60, 60]);
    assert.deepEqual(ask(READER, 'max_of(time(), 60)', RANGE), [60, 60, 120]);
  });
  it('are NaN when either is', () => assert.deepEqual(ask(READER, 'min_of(NaN, 3) + max_of(3, NaN)', 0), Number.NaN));
});
