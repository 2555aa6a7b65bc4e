import { type Labels, QueryError } from '../../query-result.ts';
import { argumentOf } from '../evaluate/argument-of.ts';
import type { CallOf, Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { mergeTwins } from '../evaluate/name-removal.ts';
import { labelValue } from '../labels.ts';
import { refuseLongValue } from './label-length.ts';
import { isLabelName, withLabel } from './label-name.ts';
import { relabelled } from './relabelled.ts';

/**
 * label_join(vector, target, separator, source…): the target label becomes the values of the source labels, joined. An absent label is ''.
 *
 * Throws QueryError 'execution' for a name that can be no label's, and where two series of one instant get the same labels.
 */
export function* labelJoin(call: CallOf, grid: Grid, evaluator: Evaluator): Work<Value> {
  const [target = '', separator = '', ...sources] = call.args.slice(1).map((argument) => evaluator.text(argument));
  const wrong = sources.find((source) => !isLabelName(source));
  if (wrong !== undefined) throw new QueryError('execution', `invalid source label name in label_join(): ${wrong}`);
  if (!isLabelName(target)) throw new QueryError('execution', `invalid destination label name in label_join(): ${target}`);
  const columns = yield* evaluator.vector(argumentOf(call, 0), grid);
  const change = (labels: Labels) => {
    const values = sources.map((source) => labelValue(labels, source));
    const length = values.reduce((sum, value) => sum + value.length, separator.length * Math.max(0, values.length - 1));
    refuseLongValue(target, length);
    return withLabel(labels, target, values.join(separator));
  };
  const joined = yield* relabelled(columns, { target, change, budget: evaluator.context.budget });
  return { kind: 'vector', columns: mergeTwins(joined) };
}
