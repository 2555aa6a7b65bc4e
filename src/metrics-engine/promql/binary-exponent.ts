// The layout of a float of 64 bits: 11 bits of exponent above 52 of fraction, and what is added to the exponent of a number in [0.5, 1).
const [EXPONENT_SHIFT, EXPONENT_MASK, BIAS] = [20, 0x7ff, 1022];
const [LARGEST_POWER, SMALLEST_POWER] = [1023, -1074];
// Where a number's bits are looked at; it holds nothing from one call to the next.
const BITS = new DataView(new ArrayBuffer(8));
// Makes any subnormal number a normal one.
const LIFT = 54;

/** A finite number as mantissa × 2^exponent, the mantissa's size in [0.5, 1); 0 has the exponent 0. */
export function splitByTwo(value: number): { readonly mantissa: number; readonly exponent: number } {
  if (value === 0) return { mantissa: value, exponent: 0 };
  const isSubnormal = Math.abs(value) < 2 ** -1022;
  const normal = isSubnormal ? value * 2 ** LIFT : value;
  BITS.setFloat64(0, normal);
  const high = BITS.getUint32(0);
  const exponent = ((high >>> EXPONENT_SHIFT) & EXPONENT_MASK) - BIAS;
  BITS.setUint32(0, (high & ~(EXPONENT_MASK << EXPONENT_SHIFT)) | (BIAS << EXPONENT_SHIFT));
  return { mantissa: BITS.getFloat64(0), exponent: isSubnormal ? exponent - LIFT : exponent };
}

/** value × 2^exponent, rounded once: infinite or 0 where no float is so large or small. */
export function scaleByTwo(value: number, exponent: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const { mantissa, exponent: own } = splitByTwo(value);
  const power = own + exponent;
  if (power > LARGEST_POWER) return mantissa * 2 * 2 ** Math.min(power - 1, LARGEST_POWER + 1);
  return mantissa * (power < SMALLEST_POWER ? 0 : 2 ** power);
}
