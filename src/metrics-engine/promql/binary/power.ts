import { scaleByTwo, splitByTwo } from '../binary-exponent.ts';

// Beyond this exponent of two no float can be, whatever is multiplied: the rest of the work is spared.
const FAR_BEYOND = 1 << 12;
const SMALLEST_NORMAL = 2 ** -1022;

/**
 * x to the power of y, rounded as Go rounds it on amd64 where y is a whole number, by squaring and multiplying mantissas; a fraction of y
 * goes by exp and log, which may differ in the last bit.
 *
 * 1^y is 1 for any y, NaN too; (-1)^±Inf is 1. Source: IEEE 754's pow, which JavaScript leaves there.
 */
export function power(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY)) return 1;
  // What has no digits to round is the same in every implementation.
  if (x === 0 || y === 0 || !Number.isFinite(x) || !Number.isFinite(y) || Math.abs(y) >= 2 ** 63) return x ** y;
  if (Math.abs(y) === 0.5) return y > 0 ? Math.sqrt(x) : 1 / Math.sqrt(x);
  if (y === 1) return x;
  return y === 2 ? square(x) : finitePower(x, y);
}

/** The commonest power: one multiplication rounds it as the long way does, unless the result has lost digits to its exponent. */
function square(x: number): number {
  const result = x * x;
  return result >= SMALLEST_NORMAL ? result : finitePower(x, 2);
}

function finitePower(x: number, y: number): number {
  let whole = Math.trunc(Math.abs(y));
  let fraction = Math.abs(y) - whole;
  if (fraction !== 0 && x < 0) return Number.NaN;
  if (fraction > 0.5) {
    fraction--;
    whole++;
  }
  const factor = fraction === 0 ? 1 : Math.exp(fraction * Math.log(x));
  const { mantissa, exponent } = wholePower(x, whole, factor);
  return y < 0 ? scaleByTwo(1 / mantissa, -exponent) : scaleByTwo(mantissa, exponent);
}

/** x^whole times a factor, as a mantissa and an exponent of two, so that nothing overflows on the way. */
function wholePower(x: number, whole: number, factor: number): { readonly mantissa: number; readonly exponent: number } {
  let [mantissa, exponent] = [factor, 0];
  let { mantissa: square, exponent: squareExponent } = splitByTwo(x);
  for (let rest = whole; rest !== 0; rest = Math.floor(rest / 2)) {
    if (Math.abs(squareExponent) > FAR_BEYOND) return { mantissa, exponent: exponent + squareExponent };
    if (rest % 2 === 1) {
      mantissa *= square;
      exponent += squareExponent;
    }
    square *= square;
    squareExponent *= 2;
    if (square < 0.5) {
      square += square;
      squareExponent--;
    }
  }
  return { mantissa, exponent };
}
