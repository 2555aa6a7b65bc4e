import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { findSecret, namesSecret } from './find-secret.ts';
import { redactSecrets } from './redact-secrets.ts';

describe('namesSecret', () => {
  for (const name of [
    'password',
    'Authorization',
    'accessToken',
    'refresh_token',
    'client-secret',
    'X-Api-Key',
    'Set-Cookie',
    'privateKey',
  ]) {
    it(`knows ${name}`, () => assert.equal(namesSecret(name), true));
  }
  for (const name of ['tokensIssued', 'secretary', 'name', 'authorizationUrl', 'passwordResets', '$.name', '']) {
    it(`leaves ${JSON.stringify(name)} alone`, () => assert.equal(namesSecret(name), false));
  }
});

describe('findSecret', () => {
  const cases: readonly (readonly [string, unknown, string | undefined])[] = [
    ['a header', { kind: 'X', request: { headers: { Authorization: 'anything' } } }, '$.request.headers.Authorization'],
    ['a password in a list', { users: [{ name: 'a' }, { password: 'x' }] }, '$.users[1].password'],
    ['a bearer token under a plain name', { note: 'it sent Bearer abc.DEF-0123456789 in clear' }, '$.note'],
    ['a private key', { text: '-----BEGIN RSA PRIVATE KEY-----\nabc' }, '$.text'],
    ['a JSON Web Token', ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln'], '$[0]'],
    ['a token of Sluice', { note: `sent slt_0123456789ab_${'A'.repeat(43)}` }, '$.note'],
    ['a token within a sentence', { note: 'got eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln back' }, '$.note'],
    ['basic credentials', { note: 'Basic dXNlcjpwYXNzd29yZA==' }, '$.note'],
    ['two words', { reason: 'Basic maintenance' }, undefined],
    ['a credential that was taken out', { password: '[redacted]' }, undefined],
    ['the number of a lease', { token: 3 }, undefined],
    ['a password that is not there', { password: undefined, secret: null, token: '' }, undefined],
    ['a sentence about a token', { sentence: 'Bearer of bad news: the token was refused' }, undefined],
    ['a bare value', 7, undefined],
  ];
  for (const [what, value, path] of cases) {
    it(`${path === undefined ? 'lets pass' : 'finds'} ${what}`, () => assert.equal(findSecret(value), path));
  }

  it('finds a password however deep it lies', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'list')), (way) => {
        const value = way.reduceRight<unknown>((so, key) => (key === 'list' ? [so] : { [key]: so }), { password: 'hunter2' });
        assert.match(findSecret(value) ?? '', /\.password$/);
      }),
    );
  });
});

describe('redactSecrets', () => {
  it('takes out what would be found, and leaves the rest', () => {
    const value = { note: 'got Bearer abc.DEF-0123456789 back', users: [{ name: 'a', password: 'x' }], count: 3, none: null };
    assert.deepEqual(redactSecrets(value), {
      note: 'got [redacted] back',
      users: [{ name: 'a', password: '[redacted]' }],
      count: 3,
      none: null,
    });
  });

  it('leaves nothing to be found, whatever it is given', () => {
    const secret = fc.constantFrom(
      'Basic dXNlcjpwYXNzd29yZA==',
      `slt_0123456789ab_${'A'.repeat(43)}`,
      'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln',
    );
    const key = fc.constantFrom('note', 'password', 'Cookie', 'list');
    fc.assert(
      fc.property(fc.dictionary(key, fc.oneof(secret, fc.array(secret), fc.dictionary(key, secret), fc.string())), (value) =>
        assert.equal(findSecret(redactSecrets(value)), undefined),
      ),
    );
  });
});
