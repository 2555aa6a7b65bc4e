import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';

describe('canonical JSON', () => {
  for (const [value, text] of [
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ ä: 1, z: { y: 2, x: undefined } }, '{"z":{"y":2},"ä":1}'],
    [{ '€': 1, '\r': 2, 1: 3, '\u{1f600}': 4, '\u0080': 5, ö: 6, '\ufb33': 7 }, '{"\\r":2,"1":3,"\u0080":5,"ö":6,"€":1,"😀":4,"\ufb33":7}'],
    [[1e21, 1e-7, -0, 333333333.3333333, 4.5], '[1e+21,1e-7,0,333333333.3333333,4.5]'],
    [[], '[]'],
    [{}, '{}'],
    ['a"\u0000', '"a\\"\\u0000"'],
  ] as const)
    it(`writes ${text}`, () => assert.equal(canonicalJson(value), text));

  it('is JSON of the same value, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
        assert.equal(canonicalJson(reversed(value)), canonicalJson(value));
      }),
    );
  });

  for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, [undefined]])
    it(`refuses ${String(value) || '[undefined]'}`, () => assert.throws(() => canonicalJson(value), TypeError));
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
