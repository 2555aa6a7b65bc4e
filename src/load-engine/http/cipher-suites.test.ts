import assert from 'node:assert/strict';
import { createSecureContext } from 'node:tls';
import { cipherList } from './cipher-suites.ts';

describe('cipherList', () => {
  it('says in the words of OpenSSL what k6 calls them, and leaves those of TLS 1.3 alone', () => {
    const names = cipherList([
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305',
      'TLS_RSA_WITH_AES_256_CBC_SHA',
    ]);
    assert.equal(
      names,
      'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:AES256-SHA',
    );
    createSecureContext({ ciphers: names ?? '' });
  });

  it('leaves them to Node where the test names none', () => {
    for (const option of [undefined, []]) assert.equal(cipherList(option), undefined);
  });

  it('refuses what is none, and what OpenSSL has not any more', () => {
    for (const suite of ['TLS_ECDHE_RSA_WITH_RC4_128_SHA', 'AES128-SHA', 'DEFAULT', ''])
      assert.throws(() => cipherList([suite]), /has no cipher suite/);
  });
});
