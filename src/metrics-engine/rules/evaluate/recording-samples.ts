import { labelsKey, METRIC_NAME, toLabels } from '../../promql/labels.ts';
import type { InstantSeries } from '../../query-result.ts';
import type { RecordingRule } from '../file/rule-file.ts';
import type { RuleSample } from './rule-store.ts';

/**
 * The samples that a recording rule writes for an answer: each series under the rule's name and labels, where an empty label takes one away.
 *
 * Throws Error when two series become one, or there are more than the limit allows (0: no limit).
 */
export function recordingSamples({ name, labels }: RecordingRule, answer: readonly InstantSeries[], limit: number): readonly RuleSample[] {
  const samples = answer.map(({ labels: found, sample: [, value] }) => ({
    labels: toLabels([...Object.entries(found), [METRIC_NAME, name], ...Object.entries(labels)]),
    value,
  }));
  if (new Set(samples.map((sample) => labelsKey(sample.labels))).size < samples.length)
    throw new Error('vector contains metrics with the same labelset after applying rule labels');
  if (limit > 0 && samples.length > limit) throw new Error(`exceeded limit of ${limit} with ${samples.length} series`);
  return samples;
}
