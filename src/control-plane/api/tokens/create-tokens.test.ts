import assert from 'node:assert/strict';
import { memoryTokenStore } from '../../control/ports/testing/memory-token-store.ts';
import { manualClock } from '../../control/testing/manual-clock.ts';
import { createTokens } from './create-tokens.ts';
import { includesRole, roles } from './role.ts';
import { hashSecret, readToken, sameHash, writeToken } from './token-text.ts';

function counting(): (bytes: number) => Buffer {
  let next = 0;
  return (bytes) => {
    next += 1;
    return Buffer.alloc(bytes, next);
  };
}

describe('createTokens', () => {
  const clock = manualClock();
  const given = () => {
    const store = memoryTokenStore();
    return { store, tokens: createTokens({ store, clock, random: counting() }) };
  };

  it('knows the bearer of a token that it issued', async () => {
    const { tokens } = given();
    const { text, token } = await tokens.create({ name: 'deploy', role: 'ci', by: 'root' });
    assert.deepEqual(await tokens.verify(text), { tokenId: token.id, name: 'deploy', role: 'ci' });
  });

  it('keeps no secret: neither in the store nor in what it shows', async () => {
    const { store, tokens } = given();
    const { text, token } = await tokens.create({ name: 'deploy', role: 'ci', by: 'root' });
    const secret = readToken(text)?.secret ?? '';
    assert.ok(!JSON.stringify(await store.list()).includes(secret));
    assert.ok(!JSON.stringify([token, await tokens.list()]).includes('secretHash'));
    assert.equal((await store.list())[0]?.secretHash, hashSecret(secret));
  });

  it('lets nobody in with another secret, another id, a mangled text or nothing', async () => {
    const { tokens } = given();
    const { text } = await tokens.create({ name: 'deploy', role: 'ci', by: 'root' });
    const other = text.replace(/_(.)([^_]*)$/, (_whole, first: string, rest: string) => `_${first === 'A' ? 'B' : 'A'}${rest}`);
    for (const wrong of [other, text.replace(/slt_../, 'slt_ff'), `${text}A`, text.slice(1), '', 'slt__'])
      assert.equal(await tokens.verify(wrong), undefined, wrong);
  });

  it('lets nobody in from the instant of expiry on, or once revoked', async () => {
    const { tokens } = given();
    const short = await tokens.create({ name: 'short', role: 'ci', by: 'root', expiresAtMs: clock.now() + 1000 });
    clock.advance(999);
    assert.ok((await tokens.verify(short.text)) !== undefined);
    clock.advance(1);
    assert.equal(await tokens.verify(short.text), undefined);
    const gone = await tokens.create({ name: 'gone', role: 'ci', by: 'root' });
    assert.equal(await tokens.revoke(gone.token.id, 'root'), true);
    assert.equal(await tokens.revoke(gone.token.id, 'root'), false);
    assert.equal(await tokens.verify(gone.text), undefined);
  });
});

describe('token text', () => {
  it('is taken apart as it was put together', () => {
    const { text, id, secret } = writeToken(counting());
    assert.deepEqual(readToken(text), { id, secret });
    assert.match(text, /^slt_[0-9a-f]{12}_[\w-]{43}$/);
  });

  it('compares hashes of equal length only, and never an empty one', () => {
    const hash = hashSecret('a');
    assert.equal(sameHash(hash, hash), true);
    assert.equal(sameHash(hash, hashSecret('b')), false);
    assert.equal(sameHash(hash, hash.slice(2)), false);
    assert.equal(sameHash('', ''), false);
    assert.equal(sameHash('zz', 'zz'), false);
  });
});

describe('roles', () => {
  it('include those before them, and no others', () => {
    roles.forEach((has, i) => roles.forEach((needs, j) => assert.equal(includesRole(has, needs), i >= j)));
  });
});
