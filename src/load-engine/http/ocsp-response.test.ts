import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { der, ocspResponse as response, ocspTime as time } from './ocsp-fixture.ts';
import { readOcspResponse } from './ocsp-response.ts';

describe('readOcspResponse', () => {
  it('reads a certificate that is good', () => {
    assert.deepEqual(readOcspResponse(response(der(0x80), der(0xa0, time('20260109030405Z')))), {
      status: 'good',
      producedAt: Date.UTC(2026, 0, 1),
      thisUpdate: Date.UTC(2026, 0, 2, 3, 4, 5),
      nextUpdate: Date.UTC(2026, 0, 9, 3, 4, 5),
      revokedAt: 0,
      revocationReason: '',
    });
  });

  it('reads one that was revoked, with its reason', () => {
    const revoked = der(0xa1, time('20251224000000Z'), der(0xa0, der(0x0a, Buffer.from([1]))));
    const { status, revokedAt, revocationReason, nextUpdate } = readOcspResponse(response(revoked));
    assert.deepEqual([status, revokedAt, revocationReason, nextUpdate], ['revoked', Date.UTC(2025, 11, 24), 'key_compromise', 0]);
    assert.equal(readOcspResponse(response(der(0xa1, time('20251224000000Z')))).revocationReason, 'unspecified');
  });

  it('reads one that the responder does not know, and a responder that failed', () => {
    assert.equal(readOcspResponse(response(der(0x82))).status, 'unknown');
    assert.equal(readOcspResponse(der(0x30, der(0x0a, Buffer.from([3])))).status, 'server_failed');
  });

  it('does not trust bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (bytes, cut) => {
        readOcspResponse(Buffer.from(bytes));
        const good = response(der(0x80));
        readOcspResponse(good.subarray(0, cut % good.length));
      }),
    );
  });
});
