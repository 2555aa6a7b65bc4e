import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  const known = ['contract', 'load', 'budget', 'steps', 'staleness'];

  it('finds what was meant through a swap, a slip, a lack and another case', () => {
    assert.equal(nearest('contarct', known), 'contract');
    assert.equal(nearest('laod', known), 'load');
    assert.equal(nearest('step', known), 'steps');
    assert.equal(nearest('STALENES', known), 'staleness');
  });

  it('suggests nothing where nothing is close', () => {
    assert.equal(nearest('kubernetes', known), undefined);
    assert.equal(nearest('x', []), undefined);
    assert.equal(nearest('a'.repeat(65), ['a'.repeat(65)]), undefined);
  });

  it('finds a known word itself before any other', () => {
    fc.assert(fc.property(fc.constantFrom(...known), (word) => nearest(word, known) === word));
  });
});
