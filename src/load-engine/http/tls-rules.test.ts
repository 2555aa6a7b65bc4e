import assert from 'node:assert/strict';
import { ScriptRefused } from '../load-result.ts';
import { selfSigned } from './certificate-fixture.ts';
import { tlsRules } from './tls-rules.ts';

describe('tlsRules', () => {
  it('refuses versions that it does not know and certificates that are not whole', () => {
    const own = selfSigned('client.example');
    const refused: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
      [{ tlsVersion: 'ssl3.0' }, /^options\.tlsVersion: "ssl3\.0" is none of tls1\.0, tls1\.1, tls1\.2, tls1\.3$/],
      [{ tlsVersion: ['tls1.2'] }, /^options\.tlsVersion: must be a text or \{ min, max \}/],
      [{ tlsVersion: { mim: 'tls1.2' } }, /^options\.tlsVersion\.mim: there is no such option; did you mean "min"/],
      [{ tlsVersion: { min: 'tls1.3', max: 'tls1.2' } }, /min "tls1\.3" is above max "tls1\.2"/],
      [{ tlsAuth: {} }, /^options\.tlsAuth: must be a list/],
      [{ tlsAuth: ['cert.pem'] }, /^options\.tlsAuth\[0\]: must be an object/],
      [{ tlsAuth: [{ cert: own.cert }] }, /^options\.tlsAuth\[0\]\.key: is missing/],
      [{ tlsAuth: [own, { cert: own.cert, key: [own.key] }] }, /^options\.tlsAuth\[1\]\.key: must be a text, such as open\(\) reads$/],
      [{ tlsAuth: [{ ...own, cert: 'x' }] }, /^options\.tlsAuth\[0\]: cert and key are no certificate in PEM/],
      [{ tlsAuth: [{ ...own, key: selfSigned('other.example').key }] }, /^options\.tlsAuth\[0\]: cert and key/],
    ];
    for (const [options, message] of refused) {
      assert.throws(
        () => tlsRules(options),
        (error) => error instanceof ScriptRefused && message.test(error.message) && !error.message.includes('PRIVATE KEY'),
      );
    }
  });
  it('reads a version as both ends', () => {
    const { minVersion, maxVersion } = tlsRules({ tlsVersion: 'tls1.3' });
    assert.deepEqual([minVersion, maxVersion], ['TLSv1.3', 'TLSv1.3']);
  });
});
