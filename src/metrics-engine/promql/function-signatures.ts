/** What an expression yields: one number, one number a series, the raw samples of each series, or a text. */
export type ValueType = 'scalar' | 'vector' | 'range' | 'string';

/** What a function takes and gives. */
export interface FunctionSignature {
  readonly takes: readonly ValueType[];
  /** How many of the last arguments may be left out. */
  readonly optional: number;
  readonly gives: ValueType;
}

const RANGE = { takes: ['range'], optional: 0, gives: 'vector' } as const;
const VECTOR = { takes: ['vector'], optional: 0, gives: 'vector' } as const;

/** The functions that the engine answers. */
export const FUNCTION_SIGNATURES = {
  rate: RANGE,
  increase: RANGE,
  irate: RANGE,
  delta: RANGE,
  idelta: RANGE,
  resets: RANGE,
  changes: RANGE,
  sum_over_time: RANGE,
  avg_over_time: RANGE,
  min_over_time: RANGE,
  max_over_time: RANGE,
  count_over_time: RANGE,
  last_over_time: RANGE,
  first_over_time: RANGE,
  present_over_time: RANGE,
  stddev_over_time: RANGE,
  stdvar_over_time: RANGE,
  quantile_over_time: { takes: ['scalar', 'range'], optional: 0, gives: 'vector' },
  histogram_quantile: { takes: ['scalar', 'vector'], optional: 0, gives: 'vector' },
  absent: VECTOR,
  absent_over_time: RANGE,
  scalar: { takes: ['vector'], optional: 0, gives: 'scalar' },
  vector: { takes: ['scalar'], optional: 0, gives: 'vector' },
  time: { takes: [], optional: 0, gives: 'scalar' },
  timestamp: VECTOR,
  clamp: { takes: ['vector', 'scalar', 'scalar'], optional: 0, gives: 'vector' },
  clamp_min: { takes: ['vector', 'scalar'], optional: 0, gives: 'vector' },
  clamp_max: { takes: ['vector', 'scalar'], optional: 0, gives: 'vector' },
  abs: VECTOR,
  ceil: VECTOR,
  floor: VECTOR,
  sqrt: VECTOR,
  exp: VECTOR,
  ln: VECTOR,
  log2: VECTOR,
  log10: VECTOR,
  sgn: VECTOR,
  round: { takes: ['vector', 'scalar'], optional: 1, gives: 'vector' },
  sort: VECTOR,
  sort_desc: VECTOR,
} as const satisfies Readonly<Record<string, FunctionSignature>>;

/** The name of a function that the engine answers. */
export type FunctionName = keyof typeof FUNCTION_SIGNATURES;

/** Answers whether a name is one of FUNCTION_SIGNATURES. */
export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTION_SIGNATURES, name);
}
