import type { Labels } from '../../query-result.ts';
import type { Column, QueryContext } from '../evaluate/evaluation.ts';
import { labelsKey, labelValue, METRIC_NAME, withoutLabels } from '../labels.ts';
import type { Span } from '../syntax/expression.ts';
import { quoteString } from '../syntax/quote.ts';
import { parseBound } from './bucket-bound.ts';
import type { Bucket } from './classic-histogram.ts';

/** The bucket series of one classic histogram. */
export interface HistogramGroup {
  /** The labels that its buckets share: all but `le`. */
  readonly labels: Labels;
  readonly dropsName: boolean;
  /** By rising bounds. */
  readonly series: readonly BucketSeries[];
}

interface BucketSeries {
  readonly bound: number;
  readonly column: Column;
}

const ONLY_BOUND: ReadonlySet<string> = new Set(['le']);

/**
 * Gathers bucket series into histograms: those that differ in `le` only, the metric's name included.
 *
 * A series whose `le` is no number is left out with a warning for the expression at the span.
 */
export function histogramGroups(columns: readonly Column[], context: QueryContext, span: Span): readonly HistogramGroup[] {
  const groups = new Map<string, { labels: Labels; dropsName: boolean; series: BucketSeries[] }>();
  for (const column of columns) {
    const bound = parseBound(labelValue(column.labels, 'le'));
    if (bound === undefined) {
      warnOfBound(column, context, span);
      continue;
    }
    const labels = withoutLabels(column.labels, ONLY_BOUND);
    const key = labelsKey(labels);
    const group = groups.get(key) ?? { labels, dropsName: column.dropsName, series: [] };
    group.series.push({ bound, column });
    groups.set(key, group);
  }
  for (const { series } of groups.values()) series.sort((a, b) => (a.bound < b.bound ? -1 : Number(a.bound > b.bound)));
  return [...groups.values()];
}

/** The buckets that have a count at an instant, by rising bounds. */
export function bucketsAt({ series }: HistogramGroup, index: number): readonly Bucket[] {
  const buckets: Bucket[] = [];
  for (const { bound, column } of series) {
    if (column.present[index] === 1) buckets.push({ bound, count: column.values[index] ?? Number.NaN });
  }
  return buckets;
}

function warnOfBound({ labels }: Column, context: QueryContext, span: Span): void {
  const found = quoteString(labelValue(labels, 'le'));
  context.annotations.warn(`bucket label "le" is missing or has a malformed value of ${found}${forMetric(labels, context)}`, span);
}

/**
 * How an annotation names the metric that it is about. '' without delayed name removal: whether a name is still there would then depend on
 * what the buckets were computed by.
 */
export function forMetric(labels: Labels, { options }: QueryContext): string {
  const name = labelValue(labels, METRIC_NAME);
  return options.delayedNameRemoval && name !== '' ? ` for metric name ${quoteString(name)}` : '';
}
