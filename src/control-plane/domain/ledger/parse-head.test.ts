import assert from 'node:assert/strict';
import { parseHead } from './parse-head.ts';

describe('parseHead', () => {
  const hash = 'ab'.repeat(32);
  it('reads position and hash', () => assert.deepEqual(parseHead(`12:${hash.toUpperCase()}`), { position: 12, hash }));
  for (const text of ['', '12', `0:${hash}`, `12:${hash}0`, `-1:${hash}`, `12:${'g'.repeat(64)}`])
    it(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => assert.equal(parseHead(text), undefined));
});
