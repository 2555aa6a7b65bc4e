import assert from 'node:assert/strict';
import { compareHead } from './compare-head.ts';

describe('compareHead', () => {
  const kept = { position: 7, hash: 'ab' };
  it('agrees with the same hash', () => assert.equal(compareHead(kept, 'ab'), undefined));
  it('misses a record that was cut off', () => assert.equal(compareHead(kept, undefined)?.finding, 'removed'));
  it('finds a chain that was written anew', () => assert.equal(compareHead(kept, 'cd')?.finding, 'head-mismatch'));
});
