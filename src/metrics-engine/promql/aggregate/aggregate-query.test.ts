import assert from 'node:assert/strict';
import { answerTo, ask, every, readerOf } from '../evaluate/testing/ask.ts';

const READER = readerOf({
  'requests{job="api",code="200"}': every(60, [0, 60, 120, 180]),
  'requests{job="api",code="500"}': every(60, [0, 6, 12, 18]),
  'requests{job="web",code="200"}': every(60, [0, 120, 240, 360]),
  wanted: every(60, [1, 2, 3, 0]),
});
const RANGE = [0, 180, 60] as const;

describe('a query that aggregates', () => {
  it('gathers by and without labels, at an instant and over a range', () => {
    assert.deepEqual(ask(READER, 'sum by (job) (requests)', 120), { '{job=api}': 132, '{job=web}': 240 });
    assert.deepEqual(ask(READER, 'sum without (code) (rate(requests[2m]))', [120, 180, 60]), {
      '{job=api}': [1.1, 1.1],
      '{job=web}': [2, 2],
    });
    assert.deepEqual(ask(READER, 'count(requests > 10)', RANGE), { '{}': ['_', 2, 3, 3] });
  });

  it('takes a parameter that changes from instant to instant', () => {
    assert.deepEqual(ask(READER, 'count(topk(scalar(wanted), requests))', RANGE), { '{}': [1, 2, 3, '_'] });
    assert.deepEqual(ask(READER, 'quantile(scalar(wanted) / 3, requests)', [120, 180, 60]), { '{}': [240, 18] });
  });

  it('answers an instant best first', () => {
    const { kind, ...answer } = answerTo(READER, 'topk(2, requests)', 180);
    assert.equal(kind, 'vector');
    assert.deepEqual('columns' in answer ? answer.columns.map(({ values }) => values[0]) : [], [360, 180]);
  });

  it('warns of a parameter at its place in the query', () => {
    assert.deepEqual(answerTo(READER, 'sum(\n  quantile(1.5, requests))', 60).warnings, [
      'PromQL warning: quantile value should be between 0 and 1, got 1.5 (2:12)',
    ]);
    assert.deepEqual(answerTo(READER, 'limit_ratio(-2, requests)', 60).warnings, [
      'PromQL warning: ratio value should be between -1 and 1, got -2, capping to -1 (1:13)',
    ]);
  });

  it('counts values under a name that may be any text', () => {
    assert.deepEqual(ask(READER, 'count_values by (job) ("the value", requests - 60)', 60), {
      '{job=api,the value=0}': 1,
      '{job=api,the value=-54}': 1,
      '{job=web,the value=60}': 1,
    });
  });

  it('is refused more counters than the query may keep', () => {
    assert.throws(() => ask(READER, 'count_values("v", requests)', RANGE, { maxSamples: 40 }), /more than 40 samples/);
  });

  it('keeps a name that it groups by until the end, where names are taken off late', () => {
    const late = { options: { delayedNameRemoval: true } };
    assert.deepEqual(ask(READER, 'sum by (__name__) (requests)', 60, late), { 'requests{}': 186 });
    assert.deepEqual(ask(READER, 'sum by (__name__) (requests * 2)', 60, late), { '{}': 372 });
    assert.deepEqual(ask(READER, 'sum by (__name__) (requests * 2)', 60), { '{}': 372 });
  });
});
