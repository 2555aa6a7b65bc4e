import { argumentOf } from '../evaluate/argument-of.ts';
import type { CallOf, Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { instantOf } from '../evaluate/instants.ts';
import { generalNotation } from '../general-notation.ts';
import { linearRegression } from './linear-regression.ts';
import { withoutNames } from './range-function.ts';
import { smoothed } from './smoothing.ts';
import { quantileOfWindow } from './window-quantiles.ts';

/** deriv: the slope a second of the line through each window; nothing for fewer than two samples. */
export function* derivative(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const columns = yield* evaluator.overRanges(argumentOf(call, 0), grid, (window) =>
    // The intercept's time is near the samples, so that no accuracy is lost to large times.
    window.count < 2 ? undefined : linearRegression(window.samples(), window.firstMs).slope,
  );
  return withoutNames(columns, evaluator);
}

/** predict_linear: where the line through each window will be so many seconds after the instant of evaluation. */
export function* prediction(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const seconds = yield* evaluator.scalar(argumentOf(call, 1), grid);
  const columns = yield* evaluator.overRanges(argumentOf(call, 0), grid, (window) => {
    if (window.count < 2) return undefined;
    const { slope, intercept } = linearRegression(window.samples(), instantOf(grid, window.index));
    return slope * (seconds[window.index] ?? Number.NaN) + intercept;
  });
  return withoutNames(columns, evaluator);
}

/** double_exponential_smoothing, with both factors as they are at each instant. */
export function* smoothing(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const levels = yield* evaluator.scalar(argumentOf(call, 1), grid);
  const trends = yield* evaluator.scalar(argumentOf(call, 2), grid);
  const columns = yield* evaluator.overRanges(argumentOf(call, 0), grid, (window) => {
    const factors = { level: levels[window.index] ?? Number.NaN, trend: trends[window.index] ?? Number.NaN };
    return smoothed(window.samples(), factors);
  });
  return withoutNames(columns, evaluator);
}

/** quantile_over_time; a share outside 0..1 is answered with an infinity and a warning. */
export function* quantileOverTime(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const shares = yield* evaluator.scalar(argumentOf(call, 0), grid);
  const { span } = argumentOf(call, 0);
  const columns = yield* evaluator.overRanges(argumentOf(call, 1), grid, (window) => {
    const share = shares[window.index] ?? Number.NaN;
    if (!(share >= 0 && share <= 1))
      evaluator.context.annotations.warn(`quantile value should be between 0 and 1, got ${generalNotation(share)}`, span);
    return quantileOfWindow(share, window);
  });
  return withoutNames(columns, evaluator);
}
