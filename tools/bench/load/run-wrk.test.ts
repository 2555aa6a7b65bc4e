import assert from 'node:assert/strict';
import { wrkFigures } from './run-wrk.ts';

const output = `Running 2s test @ http://127.0.0.1:1/
  1 threads and 50 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   499.48us  478.82us   9.35ms   97.61%
  Latency Distribution
     50%  500.00us
     75%  541.00us
     90%  599.00us
     99%    1.20s 
  194522 requests in 2.10s, 12.43MB read
Requests/sec:  92644.66
Transfer/sec:      5.92MB
`.replaceAll(' \n', '\n');

describe('wrkFigures', () => {
  it('reads the rate, and percentiles in whichever unit wrk chose', () => {
    const { ratePerSecond, p50, p99, failed } = wrkFigures(output);
    assert.deepEqual([ratePerSecond, p50, p99, failed], [92644.66, 0.5, 1200, 0]);
  });

  it('counts what got no answer, and answers that are failures', () => {
    const { failed } = wrkFigures(`${output}  Socket errors: connect 1, read 2, write 0, timeout 3\n  Non-2xx or 3xx responses: 10\n`);
    assert.equal(failed, 16);
  });

  it('refuses output without a rate', () => {
    assert.throws(() => wrkFigures('unable to connect'), /no rate/);
  });
});
