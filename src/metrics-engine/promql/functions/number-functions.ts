import { binaryLogarithm, decimalLogarithm, naturalLogarithm } from './logarithms.ts';

/** Computes a value from a value alone. */
export type NumberFunction = (value: number) => number;

/**
 * The functions that map each value by itself, NaN to NaN.
 *
 * The exponential function and those of angles may differ from Go's in the last bits: neither language rounds them correctly, and IEEE 754
 * does not ask it. All others, the logarithms included, are equal to the last bit.
 */
export const NUMBER_FUNCTIONS = {
  abs: Math.abs,
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  ceil: Math.ceil,
  cos: Math.cos,
  cosh: Math.cosh,
  deg: (radians) => (radians * 180) / Math.PI,
  exp: Math.exp,
  floor: Math.floor,
  ln: naturalLogarithm,
  log10: decimalLogarithm,
  log2: binaryLogarithm,
  rad: (degrees) => (degrees * Math.PI) / 180,
  sgn: (value) => (value < 0 ? -1 : value > 0 ? 1 : value),
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
} as const satisfies Readonly<Record<string, NumberFunction>>;

/** The nearest multiple of a step, halves upward; NaN for a step of 0. Multiplies by the step's inverse, as Prometheus does, for the same last bits. */
export function roundTo(value: number, step: number): number {
  const inverse = 1 / step;
  return Math.floor(value * inverse + 0.5) / inverse;
}
