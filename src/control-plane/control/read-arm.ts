import type { ArmSeries, CounterSeries } from '../domain/canary/counter-series.ts';
import type { Objective } from '../domain/slo/objective.ts';
import { askMetrics } from './ask-metrics.ts';
import type { QuerySource, SeriesLabels } from './ports/query-source.ts';
import { SourceError } from './ports/source-error.ts';

const queryDeadlineMs = 10_000;

/** The raw counters of one objective, narrowed to the series with the given labels, over the seconds before `atMs`; throws SourceError when the metrics are out of reach. */
export async function readArm(
  metrics: QuerySource,
  objective: Objective,
  labels: SeriesLabels,
  window: { readonly seconds: number; readonly atMs: number },
  signal?: AbortSignal,
): Promise<ArmSeries> {
  const read = (selector: string): Promise<readonly CounterSeries[]> => readRawCounters(metrics, selector, labels, window, signal);
  const { indicator } = objective;
  const marked = indicator.bad ?? indicator.good;
  const [total, others] = await Promise.all([read(indicator.total), read(marked)]);
  return indicator.bad === undefined ? { total, good: others } : { total, bad: others };
}

async function readRawCounters(
  metrics: QuerySource,
  selector: string,
  labels: SeriesLabels,
  window: { readonly seconds: number; readonly atMs: number },
  signal: AbortSignal | undefined,
): Promise<readonly CounterSeries[]> {
  const question = { expression: selector, deadlineMs: queryDeadlineMs, signal };
  const answer = await askMetrics(question, async (until) => {
    const expression = `${metrics.narrow(selector, labels)}[${Math.ceil(window.seconds)}s]`;
    return metrics.query(expression, window.atMs, until);
  });
  if (answer.kind !== 'matrix')
    throw new SourceError('metrics-answer', `${selector} gave a ${answer.kind}, not raw samples.`, { retryable: false });
  return answer.series;
}
