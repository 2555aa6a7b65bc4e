import type { FunctionName } from '../../syntax/function-signatures.ts';

export interface NaiveSample {
  readonly atMs: number;
  readonly value: number;
}

/** A window as a plain list. */
export interface NaiveWindow {
  readonly window: readonly NaiveSample[];
  readonly startMs: number;
  readonly endMs: number;
  readonly semantics: 2 | 3;
}

type Naive = (window: NaiveWindow) => number | undefined;

function at(values: readonly number[], index: number): number {
  return values.at(index) ?? Number.NaN;
}

function valuesOf({ window }: NaiveWindow): readonly number[] {
  return window.map(({ value }) => value);
}

/** Neumaier's sum as [sum, compensation]. */
function kahan(values: readonly number[], start: readonly [number, number] = [0, 0]): readonly [number, number] {
  let [sum, lost] = start;
  for (const value of values) {
    const next = sum + value;
    if (Math.abs(next) === Number.POSITIVE_INFINITY) lost = 0;
    else if (Math.abs(sum) >= Math.abs(value)) lost += sum - next + value;
    else lost += value - next + sum;
    sum = next;
  }
  return [sum, lost];
}

function total(values: readonly number[]): number {
  const [sum, lost] = kahan(values);
  return Math.abs(sum) === Number.POSITIVE_INFINITY ? sum : sum + lost;
}

function rate(isCounter: boolean, isPerSecond: boolean): Naive {
  return ({ window, startMs, endMs, semantics }) => {
    if (window.length < 2) return undefined;
    const values = window.map(({ value }) => value);
    const [firstMs, lastMs] = [window[0]?.atMs ?? 0, window.at(-1)?.atMs ?? 0];
    let result = at(values, -1) - at(values, 0);
    if (isCounter)
      for (let index = 1; index < values.length; index++) if (at(values, index) < at(values, index - 1)) result += at(values, index - 1);
    let toStart = (firstMs - startMs) / 1000;
    let toEnd = (endMs - lastMs) / 1000;
    const sampled = (lastMs - firstMs) / 1000;
    const average = sampled / (values.length - 1);
    const clampToZero = (): void => {
      if (!isCounter || !(result > 0) || !(at(values, 0) >= 0)) return;
      const toZero = sampled * (at(values, 0) / result);
      if (toZero < toStart) toStart = toZero;
    };
    if (semantics === 2) clampToZero();
    if (toStart >= average * 1.1) toStart = average / 2;
    if (semantics === 3) clampToZero();
    if (toEnd >= average * 1.1) toEnd = average / 2;
    let factor = (sampled + toStart + toEnd) / sampled;
    if (isPerSecond) factor /= (endMs - startMs) / 1000;
    return result * factor;
  };
}

function mean(values: readonly number[]): number {
  let sum: readonly [number, number] = [at(values, 0), 0];
  for (let index = 1; index < values.length; index++) {
    const next = kahan([at(values, index)], sum);
    if (Math.abs(next[0]) === Number.POSITIVE_INFINITY) return incrementalMean(values, index, sum);
    sum = next;
  }
  return sum[0] / values.length + sum[1] / values.length;
}

function incrementalMean(values: readonly number[], from: number, [sum, lost]: readonly [number, number]): number {
  let current: readonly [number, number] = [sum / from, lost / from];
  for (let index = from; index < values.length; index++) {
    const share = index / (index + 1);
    current = kahan([at(values, index) / (index + 1)], [current[0] * share, current[1] * share]);
  }
  return current[0] + current[1];
}

function variance(values: readonly number[]): number {
  let [average, squares]: [readonly [number, number], readonly [number, number]] = [
    [0, 0],
    [0, 0],
  ];
  for (const [index, value] of values.entries()) {
    const delta = value - (average[0] + average[1]);
    average = kahan([delta / (index + 1)], average);
    squares = kahan([delta * (value - (average[0] + average[1]))], squares);
  }
  return (squares[0] + squares[1]) / values.length;
}

function quantile(share: number, values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => (Number.isNaN(a) ? -1 : Number.isNaN(b) ? 1 : a - b));
  const rank = share * (sorted.length - 1);
  const lower = Math.floor(rank);
  const weight = rank - lower;
  return at(sorted, lower) * (1 - weight) + at(sorted, Math.min(lower + 1, sorted.length - 1)) * weight;
}

function extreme(values: readonly number[], beats: (value: number, best: number) => boolean): number {
  let best = 0;
  for (const [index, value] of values.entries()) if (beats(value, at(values, best)) || Number.isNaN(at(values, best))) best = index;
  return best;
}

function sum(values: readonly number[]): number {
  const [whole, lost] = kahan(values);
  return whole + lost;
}

function line({ window }: NaiveWindow, interceptMs: number): readonly [slope: number, intercept: number] {
  const xs = window.map(({ atMs }) => (atMs - interceptMs) / 1000);
  const ys = window.map(({ value }) => value);
  if (ys.every((y, index) => index === 0 || y === ys[0]))
    return Math.abs(at(ys, 0)) === Number.POSITIVE_INFINITY ? [Number.NaN, Number.NaN] : [0, at(ys, 0)];
  const [x, y, xy, x2] = [sum(xs), sum(ys), sum(xs.map((each, index) => each * at(ys, index))), sum(xs.map((each) => each * each))];
  const slope = (xy - (x * y) / xs.length) / (x2 - (x * x) / xs.length);
  return [slope, y / xs.length - (slope * x) / xs.length];
}

function smoothing(values: readonly number[], level: number, trend: number): number {
  let [before, now, slope] = [0, at(values, 0), at(values, 1) - at(values, 0)];
  for (let index = 1; index < values.length; index++) {
    const scaled = level * at(values, index);
    if (index > 1) slope = trend * (now - before) + (1 - trend) * slope;
    [before, now] = [now, scaled + (1 - level) * (now + slope)];
  }
  return now;
}

function steps(values: readonly number[], counts: (before: number, value: number) => boolean): number {
  return values.slice(1).filter((value, index) => counts(at(values, index), value)).length;
}

const twoOrMore =
  (naive: Naive): Naive =>
  (window) =>
    window.window.length < 2 ? undefined : naive(window);

/** Each function over ranges as its definition reads, without any short cut: what the fast ways are held against. Scalar arguments are those of the test. */
export const NAIVE = {
  rate: rate(true, true),
  increase: rate(true, false),
  delta: rate(false, false),
  irate: twoOrMore((window) => {
    const [before, last] = [at(valuesOf(window), -2), at(valuesOf(window), -1)];
    const seconds = ((window.window.at(-1)?.atMs ?? 0) - (window.window.at(-2)?.atMs ?? 0)) / 1000;
    return (last < before ? last : last - before) / seconds;
  }),
  idelta: twoOrMore((window) => at(valuesOf(window), -1) - at(valuesOf(window), -2)),
  resets: (window) => steps(valuesOf(window), (before, value) => value < before),
  changes: (window) => steps(valuesOf(window), (before, value) => before !== value && !(Number.isNaN(before) && Number.isNaN(value))),
  deriv: twoOrMore((window) => line(window, window.window[0]?.atMs ?? 0)[0]),
  predict_linear: twoOrMore((window) => {
    const [slope, intercept] = line(window, window.endMs);
    return slope * 60 + intercept;
  }),
  double_exponential_smoothing: twoOrMore((window) => smoothing(valuesOf(window), 0.5, 0.1)),
  sum_over_time: (window) => total(valuesOf(window)),
  avg_over_time: (window) => mean(valuesOf(window)),
  min_over_time: (window) =>
    at(
      valuesOf(window),
      extreme(valuesOf(window), (value, best) => value < best),
    ),
  max_over_time: (window) =>
    at(
      valuesOf(window),
      extreme(valuesOf(window), (value, best) => value > best),
    ),
  count_over_time: ({ window }) => window.length,
  present_over_time: () => 1,
  stddev_over_time: (window) => Math.sqrt(variance(valuesOf(window))),
  stdvar_over_time: (window) => variance(valuesOf(window)),
  mad_over_time: (window) => {
    if (valuesOf(window).some(Number.isNaN)) return Number.NaN;
    const median = quantile(0.5, valuesOf(window));
    return quantile(
      0.5,
      valuesOf(window).map((value) => Math.abs(value - median)),
    );
  },
  quantile_over_time: (window) => quantile(0.3, valuesOf(window)),
  first_over_time: ({ window }) => window[0]?.value,
  last_over_time: ({ window }) => window.at(-1)?.value,
  ts_of_first_over_time: ({ window }) => (window[0]?.atMs ?? 0) / 1000,
  ts_of_last_over_time: ({ window }) => (window.at(-1)?.atMs ?? 0) / 1000,
  ts_of_max_over_time: (window) => (window.window[extreme(valuesOf(window), (value, best) => value >= best)]?.atMs ?? 0) / 1000,
  ts_of_min_over_time: (window) => (window.window[extreme(valuesOf(window), (value, best) => value <= best)]?.atMs ?? 0) / 1000,
} as const satisfies Partial<Record<FunctionName, Naive>>;
