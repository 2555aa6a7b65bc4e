import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readOcspResponse } from './ocsp-response.ts';

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const time = (text: string): Buffer => der(0x18, Buffer.from(text));

/** A response as RFC 6960, section 4.2.1, lays it out, with this certStatus. */
function response(certStatus: Buffer, ...next: readonly Buffer[]): Buffer {
  const single = der(0x30, der(0x30, Buffer.alloc(80)), certStatus, time('20260102030405Z'), ...next);
  const data = der(0x30, der(0xa2, der(0x04, Buffer.alloc(20))), time('20260101000000Z'), der(0x30, single));
  const basic = der(0x30, data, der(0x30), der(0x03, Buffer.alloc(200)));
  return der(0x30, der(0x0a, Buffer.from([0])), der(0xa0, der(0x30, der(0x06, Buffer.alloc(9)), der(0x04, basic))));
}

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
