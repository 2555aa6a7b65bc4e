import { splitByTwo } from '../binary-exponent.ts';

// The coefficients of FreeBSD's polynomial for (log(1 + f) − s·f) / s with s = f / (2 + f), on [√½ − 1, √2 − 1].
const L1 = 6.66666666666673513e-1;
const L2 = 3.999999999940941908e-1;
const L3 = 2.857142874366239149e-1;
const L4 = 2.222219843214978396e-1;
const L5 = 1.818357216161805012e-1;
const L6 = 1.531383769920937332e-1;
const L7 = 1.479819860511658591e-1;
// ln 2 in two parts: the first has so few digits that a product with an exponent is exact.
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/**
 * The natural logarithm with the last bit that Go's has on amd64, which Math.log differs from once in a hundred times: NaN below 0, −Inf of 0.
 *
 * Source: FreeBSD's e_log.c, the algorithm that Go's math.Log names as its own; the order of the operations is what decides the last bit.
 */
export function naturalLogarithm(value: number): number {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY) return Math.log(value);
  let { mantissa: fraction, exponent } = splitByTwo(value);
  if (fraction < Math.SQRT1_2) {
    fraction *= 2;
    exponent--;
  }
  const f = fraction - 1;
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const odd = s2 * (L1 + s4 * (L3 + s4 * (L5 + s4 * L7)));
  const even = s4 * (L2 + s4 * (L4 + s4 * L6));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + (odd + even)) + exponent * LN2_LOW) - f);
}

/** The logarithm to base 2 as Go computes it: exact for powers of two. */
export function binaryLogarithm(value: number): number {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY) return Math.log2(value);
  const { mantissa: fraction, exponent } = splitByTwo(value);
  return fraction === 0.5 ? exponent - 1 : naturalLogarithm(fraction) * Math.LOG2E + exponent;
}

/** The logarithm to base 10 as Go 1.26 computes it. */
export function decimalLogarithm(value: number): number {
  return naturalLogarithm(value) * Math.LOG10E;
}
