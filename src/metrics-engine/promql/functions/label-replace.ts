import { type Labels, QueryError } from '../../query-result.ts';
import type { CallOf, Column, Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { mergeTwins } from '../evaluate/name-removal.ts';
import { expandTemplate } from '../expand-template.ts';
import { labelValue, METRIC_NAME } from '../labels.ts';
import { compilePattern, type Pattern } from '../pattern.ts';
import { argumentOf } from './argument-of.ts';
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
    const groups = pattern.groups(labelValue(labels, source));
    return groups === undefined ? undefined : withLabel(labels, target, expandTemplate(replacement, { groups, names: pattern.groupNames }));
  };
  const columns = yield* evaluator.vector(argumentOf(call, 0), grid);
  return { kind: 'vector', columns: mergeTwins(yield* relabelled(columns, target, replaced)) };
}

function patternOf(regex: string): Pattern {
  try {
    return compilePattern(regex);
  } catch (cause) {
    throw new QueryError('execution', `invalid regular expression in label_replace(): ${regex}`, cause);
  }
}

/** Gives columns new labels; undefined leaves a column as it is. One whose name is set anew keeps it, whatever was computed from it. */
export function* relabelled(
  columns: readonly Column[],
  target: string,
  change: (labels: Labels) => Labels | undefined,
): Work<readonly Column[]> {
  const changed: Column[] = [];
  for (const column of columns) {
    const labels = change(column.labels);
    changed.push(labels === undefined ? column : { ...column, labels, dropsName: column.dropsName && target !== METRIC_NAME });
    yield undefined;
  }
  return changed;
}
