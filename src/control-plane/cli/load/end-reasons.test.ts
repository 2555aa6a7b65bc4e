import assert from 'node:assert/strict';
import { soundMeasurement } from '../../control/ports/testing/memory-load-engine.ts';
import { endReasons } from './end-reasons.ts';

const reason = 'threshold http_req_failed rate<0.1 was crossed: 0.2 (n = 50)';
const held = { metric: 'http_req_failed', expression: 'rate<0.1', observed: 0.09, limit: 0.1, samples: 60, abortOnFail: true };

const rules = (passed: boolean): readonly string[] =>
  endReasons(
    'thresholds-crossed',
    soundMeasurement({ outcome: 'aborted', endedBy: 'threshold', abortReason: reason, thresholds: [{ ...held, passed }] }),
  ).map(({ verdict, sentence }) => `${verdict}: ${sentence}`);

describe('endReasons', () => {
  it('tells why a threshold ended the test where it holds again at the end', () => {
    assert.deepEqual(rules(true), [`fail: ${reason}`, 'pass: http_req_failed rate<0.1 holds.']);
  });

  it('leaves it to a threshold that is crossed to say so', () => {
    assert.deepEqual(rules(false), ['fail: http_req_failed rate<0.1 was crossed.']);
  });
});
