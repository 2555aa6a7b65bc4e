import type { FunctionName } from './function-signatures.ts';

/** Computes a value from a value alone. */
export type ValueFunction = (value: number) => number;

/** The functions that map each value of a vector by itself. The logarithms may differ from Go's in the last bit. */
export type ValueFunctionName = Extract<FunctionName, 'abs' | 'ceil' | 'floor' | 'sqrt' | 'exp' | 'ln' | 'log2' | 'log10' | 'sgn'>;

/** What each of them computes. */
export const VALUE_FUNCTIONS = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  sqrt: Math.sqrt,
  exp: Math.exp,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sgn: (value) => (value < 0 ? -1 : value > 0 ? 1 : value),
} as const satisfies Readonly<Record<ValueFunctionName, ValueFunction>>;

/** The nearest multiple of a step, halves upward. Multiplies by the step's inverse, as Prometheus does, for the same last bits. */
export function roundTo(value: number, step: number): number {
  const inverse = 1 / step;
  return Math.floor(value * inverse + 0.5) / inverse;
}

/** The value held between two bounds; NaN when either is NaN. */
export function clampTo(value: number, lowest: number, highest: number): number {
  return Math.max(lowest, Math.min(highest, value));
}
