import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { Secret } from './secret.ts';

describe('Secret', () => {
  const secret = new Secret('environment variable TOKEN', 'hunter2');

  it('does not print, however it is asked to', () => {
    const shown = [
      String(secret),
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: [secret] }),
      String(Object.values(secret)),
    ].join(' ');
    assert.ok(!shown.includes('hunter2'), shown);
    assert.equal(String(secret), '[secret]');
  });

  it('reveals what it holds, and names its source where it holds nothing', () => {
    assert.equal(secret.reveal(), 'hunter2');
    assert.equal(secret.isSet, true);
    const unset = new Secret('environment variable TOKEN', '');
    assert.equal(unset.isSet, false);
    assert.throws(() => unset.reveal(), /environment variable TOKEN is not set/);
  });
});
