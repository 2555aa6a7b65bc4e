import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { binaryLogarithm, decimalLogarithm, naturalLogarithm } from './logarithms.ts';

describe('the logarithms', () => {
  // What Go 1.26 on amd64 prints for math.Log, Log2 and Log10.
  const TABLE: readonly (readonly [value: number, natural: number, binary: number, decimal: number])[] = [
    [0.4742589867636229, -0.7460017209240467, -1.0762529832717547, -0.3239844308876431],
    [9.990499405692029e29, 69.07660227879806, 99.65647154908123, 29.999587198307587],
    [5.221738698642599e30, 70.7303832202869, 102.04237311208385, 30.717815135472954],
    [5.770808385031454, 1.752812172098658, 2.528773428296546, 0.7612366541553002],
    [0.007621701121498527, -4.876755689907736, -7.035671249456925, -2.1179480857172153],
    [5.848104324746338, 1.766117561677266, 2.5479690478586994, 0.7670151114288626],
    [2.053399153887745e-7, -15.398599107129955, -22.215482568493606, -6.68752662126688],
    [1000, 6.907755278982137, 9.965784284662087, 3],
    [0.125, -2.0794415416798357, -3, -0.9030899869919435],
    [Number.MAX_VALUE, 709.782712893384, 1024, 308.25471555991675],
    [0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [-1, Number.NaN, Number.NaN, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ];
  for (const [value, ...expected] of TABLE) {
    it(`of ${value} are Go's to the last bit`, () =>
      assert.deepEqual([naturalLogarithm(value), binaryLogarithm(value), decimalLogarithm(value)], expected));
  }

  it('are within a few last bits of those that the language has, the smallest numbers included', () => {
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true }), (value) => {
        for (const [ours, theirs] of [
          [naturalLogarithm, Math.log],
          [binaryLogarithm, Math.log2],
          [decimalLogarithm, Math.log10],
        ] as const)
          assert.ok(Math.abs(ours(value) - theirs(value)) <= 1e-15 * (1 + Math.abs(theirs(value))));
      }),
    );
  });
});
