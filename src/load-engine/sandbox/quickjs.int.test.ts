import assert from 'node:assert/strict';
import { compileQuickJs } from './quickjs.ts';
import { quickJsFunctions } from './quickjs-functions.ts';
import { findSuspension } from './suspension.ts';

describe('compileQuickJs', () => {
  it('gives every function that the sandbox calls, and no other', async () => {
    const quickJs = await (await compileQuickJs(findSuspension(), 2 ** 25))();
    const given = Object.entries(quickJs).filter(([name, value]) => name.startsWith('_') && typeof value === 'function');
    assert.deepEqual(given.map(([name]) => name).toSorted(), [...quickJsFunctions].toSorted());
  });

  it('begins with 2 MiB, puts the heap above the stack, and grows up to the limit', async () => {
    const quickJs = await (await compileQuickJs(findSuspension(), 4 * 2 ** 20))();
    assert.equal(quickJs.HEAPU8.length, 2 * 2 ** 20);
    assert.ok(quickJs._malloc(100) > 2 ** 20);
    assert.ok(quickJs._malloc(1.5 * 2 ** 20) > 0);
    assert.ok(quickJs.HEAPU8.length > 2 * 2 ** 20);
    assert.equal(quickJs._malloc(8 * 2 ** 20), 0);
  });
});
