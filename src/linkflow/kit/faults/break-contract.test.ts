import assert from 'node:assert/strict';
import { breakContract } from './break-contract.ts';
import { memoryGrowth } from './memory-growth.ts';

describe('breakContract', () => {
  const body = { id: '1', name: 'Order intake', nodes: [] };

  it('answers with the same body without the fault', () => {
    assert.equal(breakContract(undefined, body), body);
  });

  it('renames and leaves out what the fault names, and nothing else', () => {
    assert.deepEqual(breakContract({ rename: { name: 'title' }, omit: ['nodes'] }, body), { id: '1', title: 'Order intake' });
  });
});

describe('memoryGrowth', () => {
  it('holds on to more with each request, up to its limit', () => {
    const grow = memoryGrowth({ bytesPerRequest: 10, maxBytes: 25 });
    assert.deepEqual([grow(), grow(), grow()], [10, 20, 20]);
  });

  it('holds nothing without the fault', () => {
    assert.equal(memoryGrowth(undefined)(), 0);
  });
});
