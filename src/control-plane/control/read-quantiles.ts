import type { Objective } from '../domain/slo/objective.ts';
import { quantileQuery } from '../domain/slo/quantile-query.ts';
import type { QuerySource, SeriesLabels } from './ports/query-source.ts';
import { withDeadline } from './with-deadline.ts';

const queryDeadlineMs = 10_000;
/** A percentile over all of a long canary would cost more with each look, and say little of the present. */
const longestSeconds = 300;

/**
 * The percentiles of one version in milliseconds, by objective; left out are objectives without a histogram or samples, and those that the metrics
 * gave no answer about. Of a window longer than five minutes the last five are read. People look at these numbers, and nothing that decides may wait for them. Rejects only when the signal aborted.
 */
export async function readQuantiles(
  metrics: QuerySource,
  objectives: readonly Objective[],
  labels: SeriesLabels,
  window: { readonly seconds: number; readonly atMs: number },
  signal?: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const entries = objectives.map(async (objective) => {
    const seconds = await readOne(metrics, objective, labels, window, signal);
    return seconds === undefined || !Number.isFinite(seconds) ? [] : [[objective.name, Math.round(seconds * 1e6) / 1e3] as const];
  });
  return Object.fromEntries((await Promise.all(entries)).flat());
}

async function readOne(
  metrics: QuerySource,
  objective: Objective,
  labels: SeriesLabels,
  window: { readonly seconds: number; readonly atMs: number },
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  try {
    const query = quantileQuery(objective, Math.min(window.seconds, longestSeconds), (selector) => metrics.narrow(selector, labels));
    if (query === undefined) return undefined;
    const answer = await withDeadline(queryDeadlineMs, signal, (until) => metrics.query(query, window.atMs, until));
    return answer.kind === 'vector' ? answer.series[0]?.sample[1] : undefined;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return undefined;
  }
}
