import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { topologicalOrder } from './topological-order.ts';

describe('topologicalOrder', () => {
  it('keeps the given order where no edge says otherwise', () => {
    assert.deepEqual(topologicalOrder(['c', 'a', 'b'], []), ['c', 'a', 'b']);
  });

  it('finds a circle, also one of a single node', () => {
    assert.equal(
      topologicalOrder(
        ['a', 'b'],
        [
          { from: 'a', to: 'b' },
          { from: 'b', to: 'a' },
        ],
      ),
      undefined,
    );
    assert.equal(topologicalOrder(['a'], [{ from: 'a', to: 'a' }]), undefined);
  });

  it('puts every node after all that lead to it', () => {
    const graph = fc.array(
      fc.tuple(fc.nat(8), fc.nat(8)).filter(([a, b]) => a < b),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(graph, fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 9 }), (pairs, nodes) => {
        const edges = pairs.map(([from, to]) => ({ from: `n${from}`, to: `n${to}` }));
        const order = topologicalOrder(
          nodes.map((node) => `n${node}`),
          edges,
        );
        assert.ok(order !== undefined && order.length === 9);
        for (const { from, to } of edges) assert.ok(order.indexOf(from) < order.indexOf(to));
      }),
    );
  });
});
