/** What an expression yields: one number, one number a series, the raw samples of each series, or a text. */
export type ValueType = 'scalar' | 'vector' | 'range' | 'string';

/** What a function takes and gives. */
export interface FunctionSignature {
  readonly takes: readonly ValueType[];
  /** How many of the last arguments may be left out; `any number` for a last argument that may be repeated or left out. */
  readonly optional: number | 'any number';
  readonly gives: ValueType;
}

const RANGE = { takes: ['range'], optional: 0, gives: 'vector' } as const;
const VECTOR = { takes: ['vector'], optional: 0, gives: 'vector' } as const;
const SCALAR_OF_VECTOR = { takes: ['scalar', 'vector'], optional: 0, gives: 'vector' } as const;
const SCALAR_OF_RANGE = { takes: ['scalar', 'range'], optional: 0, gives: 'vector' } as const;
const OF_NOW = { takes: ['vector'], optional: 1, gives: 'vector' } as const;
const NOTHING = { takes: [], optional: 0, gives: 'scalar' } as const;
const TWO_SCALARS = { takes: ['scalar', 'scalar'], optional: 0, gives: 'scalar' } as const;
const TEN_SCALARS = ['scalar', 'scalar', 'scalar', 'scalar', 'scalar', 'scalar', 'scalar', 'scalar', 'scalar', 'scalar'] as const;
const SORTED_BY_LABEL = { takes: ['vector', 'string'], optional: 'any number', gives: 'vector' } as const;

/** The functions of Prometheus 3 that need no native histogram. Source: its function reference, and promql/parser/functions.go for types. */
export const FUNCTION_SIGNATURES = {
  abs: VECTOR,
  absent: VECTOR,
  absent_over_time: RANGE,
  acos: VECTOR,
  acosh: VECTOR,
  asin: VECTOR,
  asinh: VECTOR,
  atan: VECTOR,
  atanh: VECTOR,
  avg_over_time: RANGE,
  ceil: VECTOR,
  changes: RANGE,
  clamp: { takes: ['vector', 'scalar', 'scalar'], optional: 0, gives: 'vector' },
  clamp_max: { takes: ['vector', 'scalar'], optional: 0, gives: 'vector' },
  clamp_min: { takes: ['vector', 'scalar'], optional: 0, gives: 'vector' },
  cos: VECTOR,
  cosh: VECTOR,
  count_over_time: RANGE,
  day_of_month: OF_NOW,
  day_of_week: OF_NOW,
  day_of_year: OF_NOW,
  days_in_month: OF_NOW,
  deg: VECTOR,
  delta: RANGE,
  deriv: RANGE,
  double_exponential_smoothing: { takes: ['range', 'scalar', 'scalar'], optional: 0, gives: 'vector' },
  end: NOTHING,
  exp: VECTOR,
  first_over_time: RANGE,
  floor: VECTOR,
  histogram_fraction: { takes: ['scalar', 'scalar', 'vector'], optional: 0, gives: 'vector' },
  histogram_quantile: SCALAR_OF_VECTOR,
  // One to ten quantiles.
  histogram_quantiles: { takes: ['vector', 'string', ...TEN_SCALARS], optional: 9, gives: 'vector' },
  hour: OF_NOW,
  idelta: RANGE,
  increase: RANGE,
  info: { takes: ['vector', 'vector'], optional: 1, gives: 'vector' },
  irate: RANGE,
  label_join: { takes: ['vector', 'string', 'string', 'string'], optional: 'any number', gives: 'vector' },
  label_replace: { takes: ['vector', 'string', 'string', 'string', 'string'], optional: 0, gives: 'vector' },
  last_over_time: RANGE,
  ln: VECTOR,
  log10: VECTOR,
  log2: VECTOR,
  mad_over_time: RANGE,
  max_of: TWO_SCALARS,
  max_over_time: RANGE,
  min_of: TWO_SCALARS,
  min_over_time: RANGE,
  minute: OF_NOW,
  month: OF_NOW,
  pi: NOTHING,
  predict_linear: { takes: ['range', 'scalar'], optional: 0, gives: 'vector' },
  present_over_time: RANGE,
  quantile_over_time: SCALAR_OF_RANGE,
  rad: VECTOR,
  range: NOTHING,
  rate: RANGE,
  resets: RANGE,
  round: { takes: ['vector', 'scalar'], optional: 1, gives: 'vector' },
  scalar: { takes: ['vector'], optional: 0, gives: 'scalar' },
  sgn: VECTOR,
  sin: VECTOR,
  sinh: VECTOR,
  sort: VECTOR,
  sort_by_label: SORTED_BY_LABEL,
  sort_by_label_desc: SORTED_BY_LABEL,
  sort_desc: VECTOR,
  sqrt: VECTOR,
  start: NOTHING,
  stddev_over_time: RANGE,
  stdvar_over_time: RANGE,
  step: NOTHING,
  sum_over_time: RANGE,
  tan: VECTOR,
  tanh: VECTOR,
  time: NOTHING,
  timestamp: VECTOR,
  ts_of_first_over_time: RANGE,
  ts_of_last_over_time: RANGE,
  ts_of_max_over_time: RANGE,
  ts_of_min_over_time: RANGE,
  vector: { takes: ['scalar'], optional: 0, gives: 'vector' },
  year: OF_NOW,
} as const satisfies Readonly<Record<string, FunctionSignature>>;

/** The name of a function that the engine answers. */
export type FunctionName = keyof typeof FUNCTION_SIGNATURES;

/** Answers whether a name is one of FUNCTION_SIGNATURES. */
export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTION_SIGNATURES, name);
}

/** Functions that answer about native histograms alone: the engine keeps none, so they are refused by name and never answered with nothing. */
export const NATIVE_HISTOGRAM_FUNCTIONS: ReadonlySet<string> = new Set([
  'histogram_avg',
  'histogram_count',
  'histogram_stddev',
  'histogram_stdvar',
  'histogram_sum',
]);
