import assert from 'node:assert/strict';
import { assert as assertProperty, property, string, uint8Array } from 'fast-check';
import { REDACTED, SHORTEST_SECRET, secretMask } from './mask-secrets.ts';

describe('secretMask', () => {
  it('masks the longest secret first, in keys and in nested texts', () => {
    const mask = secretMask(['abcd', 'abcdef']);
    assert.deepEqual(mask({ abcdef: ['x abcd', 1, null] }), { [REDACTED]: [`x ${REDACTED}`, 1, null] });
  });

  it('leaves short secrets and numbers alone', () => assert.deepEqual(secretMask(['abc'])(['abc', 1]), ['abc', 1]));

  const secret = 'p&ss "wörd"/+?';
  const pathSecret = `p&s's "wörd"/+1%^{}|<>\`~`;
  const querySecret = `${pathSecret}?!`;
  for (const [form, text, hidden = secret] of [
    ['JSON', JSON.stringify({ a: secret })],
    ['an address', encodeURIComponent(secret)],
    ['an address in small letters', encodeURIComponent(secret).toLowerCase()],
    ['the path of an address, put there as it is', new URL(`http://a/${pathSecret}`).href, pathSecret],
    ['the query of an address, put there as it is', new URL(`http://a/?k=${querySecret}`).href, querySecret],
    ['the end of an address, put there as it is', new URL(`http://a/#${querySecret}`).href, querySecret],
    ['a form', new URLSearchParams({ a: secret }).toString()],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64url', Buffer.from(secret).toString('base64url')],
    ['base64 of a user and it', Buffer.from(`me:${secret}`).toString('base64')],
    ['base64 of a longer user and it', Buffer.from(`user:${secret}!`).toString('base64')],
  ] as const) {
    it(`masks a secret in ${form}`, () => assert.ok(secretMask([hidden])(text).includes(REDACTED), text));
  }

  it('takes a secret for text, whatever characters it is made of', () => {
    assertProperty(
      property(string({ minLength: SHORTEST_SECRET, maxLength: 40, unit: 'binary' }), string(), (hidden, around) => {
        const masked = secretMask([hidden])(`${around} ${hidden} ${around}`);
        assert.ok(masked.includes(REDACTED) && (!masked.includes(hidden) || REDACTED.includes(hidden)));
      }),
    );
  });

  it('masks a secret of 8 bytes and more wherever it stands in base64', () => {
    const bytes = uint8Array({ maxLength: 9 });
    assertProperty(
      property(string({ minLength: 8, maxLength: 30 }), bytes, bytes, (hidden, before, after) => {
        const text = Buffer.concat([before, Buffer.from(hidden), after]).toString('base64');
        assert.ok(secretMask([hidden])(text).includes(REDACTED));
      }),
    );
  });
});
