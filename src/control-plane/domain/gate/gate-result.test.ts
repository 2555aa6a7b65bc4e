import assert from 'node:assert/strict';
import { gateResult } from './gate-result.ts';

describe('gateResult', () => {
  it('takes the worst verdict of its reasons', () => {
    const result = gateResult(
      'load',
      [
        { rule: 'threshold', verdict: 'pass', sentence: 'p95 150 ms < 200 ms' },
        { rule: 'threshold', verdict: 'fail', sentence: 'error rate 2 % > 0.1 %' },
      ],
      { runs: 1 },
    );
    assert.equal(result.verdict, 'fail');
    assert.equal(result.gate, 'load');
    assert.deepEqual(result.evidence, { runs: 1 });
  });

  it('is inconclusive without a reason', () => {
    assert.equal(gateResult('contract', [], null).verdict, 'inconclusive');
  });
});
