import { QueryError } from '../../query-result.ts';
import type { CallOf, Evaluator, Grid, Value, Work } from '../evaluate/evaluation.ts';
import { mergeTwins } from '../evaluate/name-removal.ts';
import { labelValue } from '../labels.ts';
import { argumentOf } from './argument-of.ts';
import { isLabelName, withLabel } from './label-name.ts';
import { relabelled } from './label-replace.ts';

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
  const joined = yield* relabelled(columns, target, (labels) =>
    withLabel(labels, target, sources.map((source) => labelValue(labels, source)).join(separator)),
  );
  return { kind: 'vector', columns: mergeTwins(joined) };
}
