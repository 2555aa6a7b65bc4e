import assert from 'node:assert/strict';
import { requestIdFrom } from './request-id.ts';

describe('requestIdFrom', () => {
  it('keeps the id of the caller', () => {
    assert.equal(requestIdFrom('01J9-abc.DEF_42'), '01J9-abc.DEF_42');
  });

  it('gives a new one for none, for one too short and for one that could forge a log line', () => {
    for (const header of [undefined, 'short', 'abcdefgh\n{"level":"error"}', 'x'.repeat(200)]) {
      assert.equal(
        requestIdFrom(header, () => 'fresh'),
        'fresh',
      );
    }
  });
});
