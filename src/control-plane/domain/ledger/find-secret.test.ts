import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { findSecret, namesSecret } from './find-secret.ts';

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
    ['a bearer token under a plain name', { note: 'Bearer abc.def' }, '$.note'],
    ['a private key', { text: '-----BEGIN RSA PRIVATE KEY-----\nabc' }, '$.text'],
    ['a JSON Web Token', ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln'], '$[0]'],
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
