import assert from 'node:assert/strict';
import { ask, every, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({
  'good{job="api",pod="a"}': every(60, [0, 59, 118]),
  'good{job="api",pod="b"}': every(60, [0, 30, 60]),
  'total{job="api",pod="a"}': every(60, [0, 60, 120]),
  'total{job="api",pod="b"}': every(60, [0, 30, 60]),
  'total{job="api",pod="c"}': every(60, [0, 10, 20]),
  'limit{job="api",team="core"}': every(60, [100, 100, 100]),
});
const RANGE = [60, 120, 60] as const;

describe('a query with a binary operator', () => {
  it('divides good by total', () => {
    assert.deepEqual(ask(READER, 'sum(rate(good[2m])) / sum(rate(total[2m]))', 120), { '{}': 178 / 200 });
    assert.deepEqual(ask(READER, 'good / total', RANGE), { '{job=api,pod=a}': [59 / 60, 118 / 120], '{job=api,pod=b}': [1, 1] });
  });

  it('binds as the language says', () => {
    assert.deepEqual(ask(READER, '-10 ^ 2 * 3 % 7 - 1', 0), -7);
    assert.deepEqual(ask(READER, '2 ^ 3 ^ 2', 0), 512);
    assert.deepEqual(ask(READER, '1 == bool 1 + (2 > bool 3)', 0), 1);
  });

  it('copies labels from the one side', () => {
    assert.deepEqual(ask(READER, 'total / on (job) group_left (team) limit', 120), {
      '{job=api,pod=a,team=core}': 1.2,
      '{job=api,pod=b,team=core}': 0.6,
      '{job=api,pod=c,team=core}': 0.2,
    });
  });

  it('fills in for what is missing', () => {
    assert.deepEqual(ask(READER, 'total - fill_right(0) good', 120), { '{job=api,pod=a}': 2, '{job=api,pod=b}': 0, '{job=api,pod=c}': 20 });
  });

  it('keeps what the other side has, or has not', () => {
    assert.deepEqual(ask(READER, 'total and good > 60', RANGE), { 'total{job=api,pod=a}': ['_', 120] });
    assert.deepEqual(ask(READER, 'total unless good', 120), { 'total{job=api,pod=c}': 20 });
    assert.deepEqual(ask(READER, 'nothing or vector(1)', 120), { '{}': 1 });
    assert.deepEqual(ask(READER, 'good > 100 or good > 50', RANGE), { 'good{job=api,pod=a}': [59, 118], 'good{job=api,pod=b}': ['_', 60] });
  });

  it('compares with the value at another time', () => {
    assert.deepEqual(ask(READER, 'total > bool (total offset 1m) * 2', 120), {
      '{job=api,pod=a}': 0,
      '{job=api,pod=b}': 0,
      '{job=api,pod=c}': 0,
    });
  });

  it('says which series are ambiguous', () => {
    assert.throws(() => ask(READER, 'limit > on (job) total', RANGE), {
      code: 'execution',
      message:
        'found duplicate series for the match group {job="api"} on the right hand-side of the operation: ' +
        '[{__name__="total", job="api", pod="a"}, {__name__="total", job="api", pod="b"}];' +
        'many-to-many matching not allowed: matching labels must be unique on one side',
    });
  });
});
