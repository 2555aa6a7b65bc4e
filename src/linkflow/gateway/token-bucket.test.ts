import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { tokenBuckets } from './token-bucket.ts';

describe('tokenBuckets', () => {
  it('lets a burst through, then says when the next one may come', () => {
    const buckets = tokenBuckets({ limit: { perSecond: 0.5, burst: 2 } });
    assert.deepEqual([buckets.take('a', 0), buckets.take('a', 0)], [{ admitted: true }, { admitted: true }]);
    assert.deepEqual(buckets.take('a', 0), { admitted: false, retryAfterSeconds: 2 });
    assert.deepEqual(buckets.take('a', 2000), { admitted: true });
  });

  it('gives each client a bucket of its own', () => {
    const buckets = tokenBuckets({ limit: { perSecond: 1, burst: 1 } });
    assert.ok(buckets.take('a', 0).admitted && buckets.take('b', 0).admitted);
    assert.ok(!buckets.take('a', 0).admitted);
  });

  it('never lets more through than the burst and what has flowed in since', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { maxLength: 200 }), (pauses) => {
        const buckets = tokenBuckets({ limit: { perSecond: 10, burst: 5 } });
        let nowMs = 0;
        let admitted = 0;
        for (const pause of pauses) {
          nowMs += pause;
          if (buckets.take('a', nowMs).admitted) admitted += 1;
        }
        assert.ok(admitted <= 5 + (nowMs / 1000) * 10);
      }),
    );
  });

  it('holds a bounded number of buckets, and drops those first that say nothing', () => {
    const buckets = tokenBuckets({ limit: { perSecond: 1, burst: 1 }, maxClients: 3 });
    buckets.take('old', 0);
    for (const client of ['a', 'b', 'c']) buckets.take(client, 10_000);
    assert.equal(buckets.size(), 3);
    assert.ok(!buckets.take('c', 10_000).admitted, 'the bucket in use is still known');
    buckets.take('d', 10_000);
    assert.equal(buckets.size(), 3);
  });
});
