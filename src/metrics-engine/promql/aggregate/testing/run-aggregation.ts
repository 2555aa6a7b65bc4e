import type { Column, EngineOptions } from '../../evaluate/evaluation.ts';
import { runToEnd } from '../../evaluate/run-to-end.ts';
import type { AggregationOperator, Grouping } from '../../syntax/expression.ts';
import { aggregate } from '../aggregate.ts';
import { fixedEvaluator } from './fixed-evaluator.ts';

/** What is aggregated, and how; without a grouping, all is one group. */
export interface AggregationCase {
  readonly operator: AggregationOperator;
  readonly columns: readonly Column[];
  readonly parameter?: readonly number[] | string;
  readonly grouping?: Grouping;
  readonly options?: Partial<EngineOptions>;
}

/** Runs an aggregation over as many instants as the columns or the parameter have. */
export function runAggregation({ operator, columns, parameter, grouping, options }: AggregationCase): {
  readonly columns: readonly Column[];
  readonly warnings: readonly string[];
} {
  const count = columns[0]?.values.length ?? parameter?.length ?? 0;
  const grid = { startMs: 0, stepMs: 1000, count };
  const evaluator = fixedEvaluator(grid, options);
  const aggregation = {
    kind: 'aggregation',
    operator,
    grouping: grouping ?? { kind: 'by', labels: [] },
    parameter: parameter === undefined ? undefined : evaluator.standFor(parameter),
    operand: evaluator.standFor(columns),
    span: { start: 0, end: 7 },
  } as const;
  const answer = runToEnd(aggregate(aggregation, grid, evaluator));
  return { columns: answer, warnings: evaluator.notes.warnings };
}
