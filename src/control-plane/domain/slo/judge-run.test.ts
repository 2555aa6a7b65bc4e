import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { binomialTail } from './binomial-tail.ts';
import { judgeRun, type RunReading } from './judge-run.ts';

const reading = (bad: number, total: number): RunReading => ({
  objective: 'error-rate',
  description: 'errors < 0.1 %',
  budget: 0.001,
  bad,
  total,
  windowSeconds: 30,
  query: 'x',
});

describe('binomialTail', () => {
  it('agrees with hand-computed values', () => {
    assert.ok(Math.abs(binomialTail(1, 10, 0.1) - (1 - 0.9 ** 10)) < 1e-12);
    assert.ok(Math.abs(binomialTail(10, 10, 0.5) - 2 ** -10) < 1e-12);
    assert.ok(Math.abs(binomialTail(2, 3, 0.5) - 0.5) < 1e-12);
  });

  it('falls with the count and stays within 0 and 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.double({ min: 1e-4, max: 0.5, noNaN: true }), fc.nat(50), (total, share, bad) => {
        const [here, next] = [binomialTail(bad, total, share), binomialTail(bad + 1, total, share)];
        assert.ok(here >= 0 && here <= 1 && next <= here + 1e-12);
      }),
    );
  });

  it('sums to one over both tails of a symmetric case', () => {
    assert.ok(Math.abs(binomialTail(501, 1000, 0.5) + binomialTail(500, 1000, 0.5) - 1) < 1e-9);
  });
});

describe('judgeRun', () => {
  it('passes within the budget', () => {
    assert.equal(judgeRun([reading(0, 300)]).verdict, 'pass');
    assert.equal(judgeRun([reading(3, 3000)]).verdict, 'pass');
  });

  it('says what a pass without a bad request can show, and is inconclusive below thirty', () => {
    const few = judgeRun([reading(0, 58)]);
    assert.equal(few.verdict, 'pass');
    assert.equal(
      few.reasons[0]?.sentence,
      'error-rate: 0 of 58 requests bad (0 %), 0.1 % allowed; 58 requests can exclude no less than 5.17 %',
    );
    assert.equal(judgeRun([reading(0, 3000)]).reasons[0]?.sentence, 'error-rate: 0 of 3,000 requests bad (0 %), 0.1 % allowed');
    assert.equal(judgeRun([reading(0, 29)]).verdict, 'inconclusive');
  });

  it('fails when more are bad and chance is excluded', () => {
    const result = judgeRun([reading(20, 1000)]);
    assert.equal(result.verdict, 'fail');
    assert.equal(result.reasons[0]?.sentence, 'error-rate: 20 of 1,000 requests bad (2 %), 0.1 % allowed');
  });

  it('is inconclusive when more are bad, but too few to exclude chance', () => {
    assert.equal(judgeRun([reading(1, 300)]).verdict, 'inconclusive');
  });

  it('is inconclusive without requests, and without objectives', () => {
    assert.equal(judgeRun([reading(0, 0)]).verdict, 'inconclusive');
    assert.equal(judgeRun([]).verdict, 'inconclusive');
  });

  it('is inconclusive about counts that make no sense', () => {
    for (const [bad, total] of [
      [0, Number.POSITIVE_INFINITY],
      [Number.NaN, 100],
      [0, Number.NaN],
      [-1, 100],
      [101, 100],
    ] as const)
      assert.equal(judgeRun([reading(bad, total)]).verdict, 'inconclusive', `${bad} of ${total}`);
  });

  it('fails when one of several objectives fails', () => {
    assert.equal(judgeRun([reading(0, 1000), reading(20, 1000)]).verdict, 'fail');
  });
});
