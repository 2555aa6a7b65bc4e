import assert from 'node:assert/strict';
import { readThresholds } from './read-thresholds.ts';
import { thresholdTexts } from './threshold-texts.ts';

const texts = (raw: Readonly<Record<string, readonly string[]>>): unknown => {
  const metrics = Object.keys(raw).map((name) => ({ name, type: 'counter', contains: 'default' }) as const);
  return thresholdTexts(readThresholds(raw, metrics, []));
};

describe('thresholdTexts', () => {
  it('has all of a metric in their order', () => assert.deepEqual(texts({ a: ['count>1', 'rate>2'] }), { a: ['count>1', 'rate>2'] }));

  it('has those of metrics that are called as every object has it: a run ended without a result', () => {
    const raw = Object.fromEntries([
      ['constructor', ['count>0']],
      ['__proto__', ['count>1']],
    ]);
    assert.deepEqual(texts(raw), raw);
  });
});
