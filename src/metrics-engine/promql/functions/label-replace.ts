import { type Labels, QueryError } from '../../query-result.ts';
import type { CallOf, Column, Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { mergeTwins } from '../evaluate/name-removal.ts';
import { expandTemplate } from '../expand-template.ts';
import { labelValue, METRIC_NAME } from '../labels.ts';
import { compilePattern, type Pattern } from '../pattern.ts';
import type { QueryBudget } from '../query-budget.ts';
import { argumentOf } from './argument-of.ts';
import { refuseLongExpansion, refuseLongValue } from './label-length.ts';
import { isLabelName, withLabel } from './label-name.ts';

/**
 * label_replace(vector, target, replacement, source, pattern): where the pattern matches the whole of the source label, the target label
 * becomes the replacement; an empty one takes the label off.
 *
 * Throws QueryError 'execution' for a malformed pattern, for a target that can be no label, and where two series of one instant get the
 * same labels.
 */
export function* labelReplace(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const [target = '', replacement = '', source = '', regex = ''] = call.args.slice(1).map((argument) => evaluator.text(argument));
  const pattern = patternOf(regex);
  if (!isLabelName(target)) throw new QueryError('execution', `invalid destination label name in label_replace(): ${target}`);
  const replaced = (labels: Labels): Labels | undefined => {
    const value = labelValue(labels, source);
    const groups = pattern.groups(value);
    if (groups === undefined) return undefined;
    refuseLongExpansion(target, replacement, value);
    return withLabel(labels, target, expandTemplate(replacement, { groups, names: pattern.groupNames }));
  };
  const columns = yield* evaluator.vector(argumentOf(call, 0), grid);
  return {
    kind: 'vector',
    columns: mergeTwins(yield* relabelled(columns, { target, change: replaced, budget: evaluator.context.budget })),
  };
}

function patternOf(regex: string): Pattern {
  try {
    return compilePattern(regex);
  } catch (cause) {
    throw new QueryError('execution', `invalid regular expression in label_replace(): ${regex}`, cause);
  }
}

/** How columns get new labels: `change` answers undefined to leave a column as it is. */
export interface Relabelling {
  readonly target: string;
  readonly change: (labels: Labels) => Labels | undefined;
  readonly budget: QueryBudget;
}

const CHARACTERS_A_SAMPLE = 8;

/**
 * Gives columns new labels. One whose name is set anew keeps it, whatever was computed from it. Throws QueryError 'execution' for a value
 * that is too long, or too many of them.
 */
export function* relabelled(columns: readonly Column[], { target, change, budget }: Relabelling): Work<readonly Column[]> {
  const changed: Column[] = [];
  for (const column of columns) {
    const labels = change(column.labels);
    if (labels !== undefined) payFor(labelValue(labels, target), target, budget);
    changed.push(labels === undefined ? column : { ...column, labels, dropsName: column.dropsName && target !== METRIC_NAME });
    yield undefined;
  }
  return changed;
}

function payFor(value: string, target: string, budget: QueryBudget): void {
  refuseLongValue(target, value.length);
  budget.keep(Math.ceil(value.length / CHARACTERS_A_SAMPLE));
}
