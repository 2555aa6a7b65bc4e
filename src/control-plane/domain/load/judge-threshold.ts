import type { Reason } from '../gate/reason.ts';
import type { LoadMeasurement, MeasuredMetric, MeasuredThreshold } from './load-measurement.ts';

/** Counters that every run which sends anything feeds: no sample there means that nothing was measured, not that nothing happened. */
const fedByEveryRun: ReadonlySet<string> = new Set(['http_reqs', 'iterations', 'data_sent', 'data_received']);

/** Has no sample, and often no entry among the metrics, when no iteration was dropped. */
const droppedIterations: MeasuredMetric = { type: 'counter', contains: 'default', values: {} };

/**
 * Judges one threshold of a load script.
 *
 * inconclusive where the metric never had a sample, whatever the runner made of it: k6 lets `p(95)<200` of nothing pass. A counter of events
 * that may well not happen (`dropped_iterations`, a script's own) is the exception: no sample is a count of 0.
 */
export function judgeThreshold(threshold: MeasuredThreshold, metrics: LoadMeasurement['metrics']): Reason {
  const name = threshold.metric.split('{', 1)[0] ?? threshold.metric;
  const metric = metrics[name] ?? (name === 'dropped_iterations' ? droppedIterations : undefined);
  const observed = observedBy(threshold, name, metric);
  if (observed === undefined) return withoutSamples(threshold);
  const unit = unitOf(threshold, metric);
  return {
    rule: 'threshold',
    verdict: threshold.passed ? 'pass' : 'fail',
    sentence: sentenceOf(threshold, observed, unit),
    observed,
    limit: threshold.limit,
    unit,
    samples: threshold.samples,
  };
}

function observedBy(threshold: MeasuredThreshold, name: string, metric: MeasuredMetric | undefined): number | undefined {
  const counted = metric?.type === 'counter' && !fedByEveryRun.has(name) ? 0 : undefined;
  const observed = threshold.samples > 0 ? threshold.observed : (threshold.observed ?? counted);
  if (threshold.samples <= 0 && counted === undefined) return undefined;
  return observed === undefined || !Number.isFinite(observed) ? undefined : observed;
}

function withoutSamples(threshold: MeasuredThreshold): Reason {
  return {
    rule: 'threshold-without-samples',
    verdict: 'inconclusive',
    sentence: `${threshold.metric} ${threshold.expression} was not measured: the metric never had a sample that it could be compared with.`,
    limit: threshold.limit,
    samples: 0,
    remedy: 'Check the name and the tags of the metric, and that the script sends the requests that carry them.',
  };
}

function unitOf(threshold: MeasuredThreshold, metric: MeasuredMetric | undefined): string {
  const aggregation = /^\s*([a-z]+)/.exec(threshold.expression)?.[1];
  if (aggregation === 'count') return 'count';
  if (aggregation === 'rate') return metric?.type === 'counter' ? 'per second' : 'ratio';
  if (metric?.contains === 'time') return 'milliseconds';
  return metric?.contains === 'data' ? 'bytes' : 'value';
}

function sentenceOf(threshold: MeasuredThreshold, observed: number, unit: string): string {
  const counted = `n = ${threshold.samples}`;
  return `${threshold.metric} ${threshold.expression} ${threshold.passed ? 'holds' : 'is crossed'}: ${rounded(observed)} ${unit}, limit ${rounded(threshold.limit)} (${counted}).`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(5)));
}
