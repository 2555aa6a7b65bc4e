import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { compareNaturally } from './natural-order.ts';

describe('compareNaturally', () => {
  const TABLE: readonly (readonly [fact: string, sorted: readonly string[]])[] = [
    ['compares digits as numbers', ['1', '2', '10', '20', '100']],
    ['compares what stands between them as text', ['a2', 'a10', 'b1']],
    ['compares the numbers of versions one by one', ['1.2.3', '1.11.3', '1.111.3']],
    ['puts a text before its continuations', ['', 'cpu', 'cpu1', 'cpu1a', 'cpu1a2']],
    ['puts digits before letters', ['4m5', '4m600', '4x1', 'a']],
    ['lets the text decide between equal numbers', ['01', '1']],
    ['takes what is above 64 bits for text', ['92233720368547758070', '9223372036854775808']],
  ];
  for (const [fact, sorted] of TABLE) {
    it(fact, () => assert.deepEqual(sorted.toReversed().sort(compareNaturally), sorted));
  }

  const text = fc.string({ unit: fc.constantFrom('0', '1', '9', 'a', 'b', '-'), maxLength: 8 });

  it('is an order: antisymmetric, 0 for the same text only', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        assert.equal(Math.sign(compareNaturally(a, b)), 0 - Math.sign(compareNaturally(b, a)));
        assert.equal(compareNaturally(a, b) === 0, a === b);
      }),
    );
  });

  it('is transitive', () => {
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        if (compareNaturally(a, b) <= 0 && compareNaturally(b, c) <= 0) assert.ok(compareNaturally(a, c) <= 0);
      }),
    );
  });
});
