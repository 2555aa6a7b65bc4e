import assert from 'node:assert/strict';
import { startLagOf } from './start-lag.ts';

const beganNs = 1_790_000_000_000_000_000n;

/** Lines as vegeta writes them, for starts so many milliseconds after the first. */
function csvOf(startsMs: readonly number[]): string {
  return startsMs.map((ms, seq) => `${beganNs + BigInt(ms * 1e6)},200,20000000,0,3,"",b2sK,"",${seq},GET,http://x/,\n`).join('');
}

describe('startLagOf', () => {
  it('is zero for starts exactly on the schedule', () => {
    assert.deepEqual(startLagOf(csvOf([0, 10, 20, 30]), 100), { p50: 0, p99: 0, max: 0 });
  });

  it('tells how late single starts were', () => {
    assert.deepEqual(startLagOf(csvOf([0, 10, 25, 30]), 100), { p50: 0, p99: 5, max: 5 });
  });

  it('measures against the most punctual start, when the first was late', () => {
    assert.deepEqual(startLagOf(csvOf([0, 6, 16, 26]), 100), { p50: 0, p99: 4, max: 4 });
  });

  it('sorts results, which vegeta writes in the order in which they ended', () => {
    assert.equal(startLagOf(csvOf([20, 0, 10]), 100).max, 0);
  });

  it('refuses to tell the lag of nothing', () => {
    assert.throws(() => startLagOf('', 100), /not one request/);
  });
});
