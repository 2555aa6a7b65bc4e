import { type Labels, QueryError } from '../../query-result.ts';
import { argumentOf } from '../evaluate/argument-of.ts';
import type { CallOf, Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { mergeTwins } from '../evaluate/name-removal.ts';
import { expandTemplate } from '../expand-template.ts';
import { labelValue } from '../labels.ts';
import { compilePattern, type Pattern } from '../pattern.ts';
import { refuseLongExpansion } from './label-length.ts';
import { isLabelName, withLabel } from './label-name.ts';
import { relabelled } from './relabelled.ts';

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
