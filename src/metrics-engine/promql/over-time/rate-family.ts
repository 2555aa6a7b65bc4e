import { argumentOf } from '../evaluate/argument-of.ts';
import type { Column, Evaluator, FunctionImplementation } from '../evaluate/evaluation.ts';
import { labelValue, METRIC_NAME } from '../labels.ts';
import type { Expression } from '../syntax/expression.ts';
import { extrapolatedRate, type RateKind } from './extrapolated-rate.ts';
import { withoutNames } from './range-function.ts';

const COUNTER_SUFFIX = /_(?:total|sum|count|bucket)$/;

/** rate, increase or delta. The first two take note of a metric that is not named as a counter. */
export function rateFunction(kind: RateKind): FunctionImplementation {
  return function* (call, grid, evaluator) {
    const { semantics } = evaluator.context.options;
    const range = argumentOf(call, 0);
    const columns = yield* evaluator.overRanges(range, grid, (window) => extrapolatedRate(window, kind, semantics));
    if (kind.isCounter) noteGauges(columns, range, evaluator);
    return withoutNames(columns, evaluator);
  };
}

function noteGauges(columns: readonly Column[], { span }: Expression, { context }: Evaluator): void {
  for (const name of new Set(columns.map(({ labels }) => labelValue(labels, METRIC_NAME)))) {
    if (name === '' || COUNTER_SUFFIX.test(name)) continue;
    const problem = 'metric might not be a counter, name does not end in _total/_sum/_count/_bucket';
    context.annotations.info(`${problem}: ${JSON.stringify(name)}`, span);
  }
}
