import assert from 'node:assert/strict';
import { expectedVersion } from './expected-version.ts';

describe('expectedVersion', () => {
  it('takes the header before the body', () => {
    assert.deepEqual(expectedVersion('"7"', 3), { version: 7, by: 'if-match' });
    assert.deepEqual(expectedVersion(undefined, 3), { version: 3, by: 'body' });
  });

  it('expects nothing for * and for nothing', () => {
    assert.equal(expectedVersion('*', 3), undefined);
    assert.equal(expectedVersion(undefined, undefined), undefined);
  });

  it('refuses a tag that no answer carried: the change would go through unchecked', () => {
    for (const tag of ['7', 'W/"7"', '"abc"', '']) assert.throws(() => expectedVersion(tag, undefined), /If-Match/);
  });
});
