import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { nearestName } from './nearest-name.ts';

describe('nearestName', () => {
  const known = ['contract', 'load', 'budget', 'steps', 'staleness'];

  it('finds what was meant through a swap, a slip, a lack and another case', () => {
    assert.equal(nearestName('contarct', known), 'contract');
    assert.equal(nearestName('laod', known), 'load');
    assert.equal(nearestName('step', known), 'steps');
    assert.equal(nearestName('STALENES', known), 'staleness');
  });

  it('suggests nothing where nothing is close', () => {
    assert.equal(nearestName('kubernetes', known), undefined);
    assert.equal(nearestName('x', []), undefined);
    assert.equal(nearestName('a'.repeat(65), ['a'.repeat(65)]), undefined);
  });

  it('finds a known word itself before any other', () => {
    fc.assert(fc.property(fc.constantFrom(...known), (word) => nearestName(word, known) === word));
  });
});
