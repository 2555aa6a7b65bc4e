import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { tokenBuckets } from './token-bucket.ts';

describe('tokenBuckets', () => {
  it('lets a burst pass, then one for each refill, and says how long to wait', () => {
    const admit = tokenBuckets({ capacity: 2, perSecond: 0.5 });
    assert.deepEqual([admit('a', 0), admit('a', 0)], [{ ok: true }, { ok: true }]);
    assert.deepEqual(admit('a', 0), { ok: false, retryAfterSeconds: 2 });
    assert.deepEqual(admit('a', 1000), { ok: false, retryAfterSeconds: 1 });
    assert.deepEqual(admit('a', 2000), { ok: true });
  });

  it('keeps keys apart, and survives a clock that goes back', () => {
    const admit = tokenBuckets({ capacity: 1, perSecond: 1 });
    assert.deepEqual([admit('a', 5000), admit('b', 5000)], [{ ok: true }, { ok: true }]);
    assert.deepEqual(admit('a', 1000), { ok: false, retryAfterSeconds: 1 });
  });

  it('forgets full buckets without ever letting more pass', () => {
    const admit = tokenBuckets({ capacity: 1, perSecond: 1 });
    for (let key = 0; key < 1500; key += 1) assert.equal(admit(String(key), 0).ok, true);
    assert.equal(admit('3', 500).ok, false);
    assert.equal(admit('3', 1000).ok, true);
  });

  it('never lets more pass than capacity and refills', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 200 }), (gaps) => {
        const admit = tokenBuckets({ capacity: 5, perSecond: 2 });
        let now = 0;
        let passed = 0;
        for (const gap of gaps) {
          now += gap;
          if (admit('k', now).ok) passed += 1;
        }
        assert.ok(passed <= 5 + (now / 1000) * 2 + 1e-9);
      }),
    );
  });
});
