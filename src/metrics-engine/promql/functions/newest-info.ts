import { type Labels, QueryError } from '../../query-result.ts';
import type { Column } from '../evaluate/evaluation.ts';
import { labelValue, METRIC_NAME } from '../labels.ts';
import { labelsText } from '../labels-text.ts';
import { identityOf } from './identity.ts';

/**
 * Answers, for an identity and the number of an instant, the labels of the newest info series of each info metric.
 *
 * The values of `infos` are the times of their samples. Throws QueryError 'execution' when two info series of one metric are equally new.
 */
export function newestInfo(infos: readonly Column[]): (identity: string, index: number) => readonly Labels[] {
  const byIdentity = Map.groupBy(infos, ({ labels }) => identityOf(labels));
  const perMetric = new Map([...byIdentity].map(([identity, group]) => [identity, [...Map.groupBy(group, nameOf).values()]] as const));
  return (identity, index) =>
    (perMetric.get(identity) ?? []).map((rivals) => newestOf(rivals, index)?.labels).filter((labels) => labels !== undefined);
}

function nameOf({ labels }: Column): string {
  return labelValue(labels, METRIC_NAME);
}

function newestOf(rivals: readonly Column[], index: number): Column | undefined {
  let newest: Column | undefined;
  for (const rival of rivals) {
    if (rival.present[index] !== 1) continue;
    const lead = newest === undefined ? 1 : (rival.values[index] ?? 0) - (newest.values[index] ?? 0);
    if (newest !== undefined && lead === 0) throw contradiction(newest, rival, index);
    if (lead > 0) newest = rival;
  }
  return newest;
}

function contradiction(existing: Column, added: Column, index: number): QueryError {
  const told = (column: Column): string => `${labelsText(column.labels)} @ ${Math.round((column.values[index] ?? 0) * 1000)}`;
  return new QueryError('execution', `found duplicate series for info metric: existing ${told(existing)}, new ${told(added)}`);
}
