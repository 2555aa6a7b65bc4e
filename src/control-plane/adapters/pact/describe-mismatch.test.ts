import assert from 'node:assert/strict';
import { describeMismatch } from './describe-mismatch.ts';

type Mismatch = Parameters<typeof describeMismatch>[0];

function told(mismatch: Mismatch): readonly string[] {
  return describeMismatch(mismatch).map(({ where, description }) => `${where}: ${description}`);
}

describe('describeMismatch', () => {
  const cases: readonly (readonly [string, Mismatch, readonly string[]])[] = [
    ['a status', { type: 'StatusMismatch', expected: 200, actual: 404, mismatch: '' }, ['status: expected 200 but was 404']],
    [
      'a header that is missing',
      { type: 'HeaderMismatch', key: 'ETag', expected: '1', actual: '', mismatch: '' },
      ['header ETag: expected 1 but was nothing'],
    ],
    ['a content type', { type: 'BodyTypeMismatch', expected: 'a/b', actual: 'c/d', mismatch: '' }, ['body: expected a/b but was c/d']],
    [
      'the metadata of a message',
      { type: 'MetadataMismatch', key: 'topic', expected: '"a"', actual: null, mismatch: '' },
      ['metadata topic: expected "a" but was nothing'],
    ],
    [
      'keys that are missing, one by one, however they are spelt',
      {
        type: 'BodyMismatch',
        path: '$.user',
        expected: '["id","e, mail","name"]',
        actual: '["id","x"]',
        mismatch: 'Actual map is missing the following keys: e, mail, name',
      },
      ["body $.user['e, mail']: is missing", 'body $.user.name: is missing'],
    ],
    [
      'missing keys whose names it cannot read, in the words of the verifier',
      { type: 'BodyMismatch', path: '$', expected: '{', actual: null, mismatch: 'Actual map is missing the following keys: a' },
      ['body $: Actual map is missing the following keys: a (expected { but was nothing)'],
    ],
    [
      'a value of another type',
      { type: 'BodyMismatch', path: '$.version', expected: '1', actual: '"x"', mismatch: 'Expected an integer' },
      ['body $.version: Expected an integer (expected 1 but was "x")'],
    ],
    [
      'no cookie and no token',
      { type: 'HeaderMismatch', key: 'Set-Cookie', expected: 'a=b', actual: 'sid=s3cret', mismatch: 'sid=s3cret' },
      ['header Set-Cookie: is not as expected (values kept back)'],
    ],
    [
      'no token in a body',
      { type: 'BodyMismatch', path: '$.session.accessToken', expected: '"a"', actual: '"s3cret"', mismatch: 'Expected "s3cret"' },
      ['body $.session.accessToken: is not as expected (values kept back)'],
    ],
    [
      'that a token is missing',
      {
        type: 'BodyMismatch',
        path: '$',
        expected: '["accessToken"]',
        actual: '[]',
        mismatch: 'Actual map is missing the following keys: accessToken',
      },
      ['body $.accessToken: is missing'],
    ],
  ];
  for (const [what, mismatch, expected] of cases) {
    it(`tells ${what}`, () => assert.deepEqual(told(mismatch), expected));
  }

  it('cuts long values', () => {
    const [only] = told({ type: 'StatusMismatch', expected: 'x'.repeat(500), actual: 1, mismatch: '' });
    assert.equal(only, `status: expected ${'x'.repeat(120)}… but was 1`);
  });
});
