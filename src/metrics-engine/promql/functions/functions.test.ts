import assert from 'node:assert/strict';
import { FUNCTION_SIGNATURES } from '../syntax/function-signatures.ts';
import { FUNCTIONS } from './functions.ts';

describe('FUNCTIONS', () => {
  it('answers every function that the parser knows', () => {
    assert.deepEqual(Object.keys(FUNCTIONS).sort(), Object.keys(FUNCTION_SIGNATURES).sort());
    for (const [name, implementation] of Object.entries(FUNCTIONS)) assert.equal(typeof implementation, 'function', name);
  });
});
