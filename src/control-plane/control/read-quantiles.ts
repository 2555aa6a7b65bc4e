import type { Objective } from '../domain/slo/objective.ts';
import { quantileQuery } from '../domain/slo/quantile-query.ts';
import { askMetrics } from './ask-metrics.ts';
import type { QuerySource, SeriesLabels } from './ports/query-source.ts';
import { withDeadline } from './with-deadline.ts';

const queryDeadlineMs = 10_000;

/** The percentiles of one version in milliseconds, by objective; objectives without a histogram or without samples are left out. */
export async function readQuantiles(
  metrics: QuerySource,
  objectives: readonly Objective[],
  labels: SeriesLabels,
  window: { readonly seconds: number; readonly atMs: number },
  signal?: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const entries = objectives.map(async (objective) => {
    const query = quantileQuery(objective, window.seconds, (selector) => metrics.narrow(selector, labels));
    const seconds = query === undefined ? undefined : await readOne(metrics, query, window.atMs, signal);
    return seconds === undefined || !Number.isFinite(seconds) ? [] : [[objective.name, seconds * 1000] as const];
  });
  return Object.fromEntries((await Promise.all(entries)).flat());
}

async function readOne(metrics: QuerySource, query: string, atMs: number, signal: AbortSignal | undefined): Promise<number | undefined> {
  const answer = await askMetrics(() => metrics.query(query, atMs, withDeadline(queryDeadlineMs, signal)), query, signal);
  return answer.kind === 'vector' ? answer.series[0]?.sample[1] : undefined;
}
