import { countFigure, numberFigure, percentFigure } from '../gate/figures.ts';
import type { Reason } from '../gate/reason.ts';
import type { LoadMeasurement, MeasuredMetric, MeasuredThreshold } from './load-measurement.ts';

/**
 * Judges one threshold of a load script.
 *
 * inconclusive where the metric never had a sample, whatever the runner made of it: `p(95)<200` of nothing is no p95 below 200 ms. That holds
 * for a script's own counter of mishaps too: it says that there were none by adding 0. A response time of 0 ms is inconclusive as well.
 */
export function judgeThreshold(threshold: MeasuredThreshold, metrics: LoadMeasurement['metrics']): Reason {
  const { observed, limit, samples, passed } = threshold;
  if (!(samples > 0) || observed === undefined || !Number.isFinite(observed)) return withoutSamples(threshold);
  if (observed === 0 && answerTimes.has(nameOf(threshold.metric))) return withoutAnswer(threshold);
  const unit = unitOf(threshold, metrics[nameOf(threshold.metric)]);
  const sentence = sentenceOf(threshold, observed, unit);
  return { rule: 'threshold', verdict: passed ? 'pass' : 'fail', sentence, observed, limit, unit, samples };
}

/** Times that no answer can have in 0 ms: k6 gives them to requests whose connection failed. */
const answerTimes: ReadonlySet<string> = new Set(['http_req_duration', 'http_req_waiting']);

function nameOf(metric: string): string {
  return metric.split('{', 1)[0] ?? metric;
}

function withoutAnswer({ metric, expression, limit, samples }: MeasuredThreshold): Reason {
  return {
    rule: 'threshold-without-answer',
    verdict: 'inconclusive',
    sentence: `${metric} ${expression} was not answered: 0 ms is the time of failed connections, not of answers (n = ${countFigure(samples)}).`,
    limit,
    samples: 0,
    remedy: 'See that the service under test runs and can be reached for the whole run.',
  };
}

function withoutSamples(threshold: MeasuredThreshold): Reason {
  return {
    rule: 'threshold-without-samples',
    verdict: 'inconclusive',
    sentence: `${threshold.metric} ${threshold.expression} was not measured: the metric never had a sample that it could be compared with.`,
    limit: threshold.limit,
    samples: 0,
    remedy:
      'Check the name and the tags of the metric, and that the script sends what carries them; a counter of mishaps is begun with add(0).',
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
  const [measured, limit] = [figureOf(observed, unit), figureOf(threshold.limit, unit)];
  const outcome = threshold.passed ? 'holds' : 'is crossed';
  return `${threshold.metric} ${threshold.expression} ${outcome}: ${measured}, limit ${limit} (n = ${countFigure(threshold.samples)}).`;
}

function figureOf(value: number, unit: string): string {
  if (unit === 'ratio') return percentFigure(value);
  if (unit === 'milliseconds') return `${numberFigure(value)} ms`;
  return unit === 'count' || unit === 'value' ? numberFigure(value) : `${numberFigure(value)} ${unit}`;
}
