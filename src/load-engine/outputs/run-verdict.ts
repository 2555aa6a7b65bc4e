import type { LoadResult, ThresholdResult } from '../load-result.ts';
import { formatTime, formatValue } from '../summary/format-value.ts';

/** What a run comes to, for people to read: the exit code of a command is decided where the command is. */
export interface RunVerdict {
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** One sentence with the numbers that decided. */
  readonly sentence: string;
}

type Judged = Pick<
  LoadResult,
  'outcome' | 'abortReason' | 'thresholds' | 'requests' | 'iterations' | 'exceptions' | 'generator' | 'metrics' | 'durationMs'
>;

/** What every run has, whatever it was about: samples of these alone measured no target. */
const BOOKKEEPING: readonly string[] = [
  'iterations',
  'iteration_duration',
  'dropped_iterations',
  'vus',
  'vus_max',
  'data_sent',
  'data_received',
  'group_duration',
];

/**
 * What a run comes to.
 *
 * What the script did wrong comes first: nothing measured, an iteration that threw. Then a generator that was too slow decides nothing
 * about the service, whatever the thresholds say; neither does a run that was interrupted, or one that judges nothing. An abort and a
 * threshold that does not hold are failures.
 */
export function runVerdict(result: Judged): RunVerdict {
  const broken = scriptFailure(result);
  if (broken !== undefined) return { verdict: 'fail', sentence: broken };
  const slow = result.generator?.tooSlow[0];
  if (slow !== undefined)
    return { verdict: 'inconclusive', sentence: `The load generator was too slow, so its figures prove nothing: ${slow}` };
  const failure = failureOf(result);
  if (failure !== undefined) return { verdict: 'fail', sentence: failure };
  if (result.outcome === 'interrupted') return { verdict: 'inconclusive', sentence: 'The run was interrupted before its end.' };
  if (result.thresholds.length === 0) return { verdict: 'inconclusive', sentence: 'Nothing was judged: the script has no thresholds.' };
  return { verdict: 'pass', sentence: passing(result) };
}

function scriptFailure({ outcome, iterations, exceptions, metrics, abortReason, requests }: Judged): string | undefined {
  const [first] = exceptions;
  const message = first === undefined ? 'unknown' : clipped(first.message);
  // With no iteration that threw it was setup or teardown, whose message says so.
  const outside = first === undefined ? undefined : `The script failed: ${message}.`;
  const threw = iterations.threw > 0 ? `${counted(iterations.threw, 'iteration')} threw an exception: ${message}.` : outside;
  if (outcome === 'aborted' && abortReason !== undefined && iterations.threw === 0) return undefined;
  if (!measuredSomething(metrics)) return `Nothing was measured: ${threw ?? 'there is no sample of anything but the run itself.'}`;
  if (threw === undefined && outcome === 'completed' && wasUnanswered(requests, metrics))
    return `Nothing was measured: not one of ${counted(requests, 'request')} was answered.`;
  if (threw === undefined && outcome === 'completed' && iterations.completed === 0)
    return 'Nothing was measured: no iteration came to its end.';
  return threw;
}

/** Whether requests were made and not one was answered: not a byte came back, or none ever waited, which only a failed connection does. */
function wasUnanswered(requests: number, metrics: LoadResult['metrics']): boolean {
  const spoke = Object.keys(metrics).some((name) => /^(grpc|ws)_/.test(name));
  return requests > 0 && !spoke && (metrics['data_received']?.values['count'] === 0 || metrics['http_req_waiting']?.values['max'] === 0);
}

/** A message may hold a whole answer; the table of exceptions has all of it. */
const clipped = (message: string): string => (message.length <= 200 ? message : `${message.slice(0, 199)}…`);

const measuredSomething = (metrics: LoadResult['metrics']): boolean =>
  Object.keys(metrics).some((name) => !name.includes('{') && !BOOKKEEPING.includes(name));

function failureOf({ outcome, abortReason, thresholds, metrics }: Judged): string | undefined {
  if (outcome === 'aborted') return `The run was aborted: ${abortReason ?? 'no reason was given'}.`;
  const [first, ...more] = thresholds.filter(({ passed }) => !passed);
  if (first === undefined) return undefined;
  const sentence = thresholdSentence(first, metrics);
  return more.length === 0
    ? sentence
    : `${sentence} ${more.length} more of ${thresholds.length} thresholds ${more.length === 1 ? 'fails' : 'fail'}.`;
}

/** What one threshold came to: observed value, limit and samples. */
export function thresholdSentence(threshold: ThresholdResult, metrics: LoadResult['metrics']): string {
  const { metric, expression, passed, observed, samples } = threshold;
  if (observed === undefined) return `${metric} ${expression} ${passed ? 'holds' : 'fails'}, for it never had a sample.`;
  return `${metric} ${expression} ${passed ? 'holds' : 'fails'}: ${observedText(threshold, metrics)} (n = ${count(samples)}).`;
}

/** The observed value in the unit of its metric; a dash where there was none. */
export function observedText({ metric, observed, expression }: ThresholdResult, metrics: LoadResult['metrics']): string {
  return observed === undefined ? '–' : inUnit(observed, expression, metrics[metric]);
}

/** The limit in the unit of its metric. */
export function limitText({ metric, limit, expression }: ThresholdResult, metrics: LoadResult['metrics']): string {
  return inUnit(limit, expression, metrics[metric]);
}

function inUnit(value: number, expression: string, metric: LoadResult['metrics'][string] | undefined): string {
  if (!/^\s*rate/.test(expression)) return formatValue(value, metric?.contains ?? 'default', undefined);
  return metric?.type === 'rate'
    ? `${Number((value * 100).toFixed(3))}%`
    : `${formatValue(value, metric?.contains ?? 'default', undefined)}/s`;
}

function passing({ thresholds, requests, durationMs, metrics }: Judged): string {
  const p95 = metrics['http_req_duration']?.values['p(95)'];
  const latency = p95 === undefined ? '' : `; p95 ${formatTime(p95, undefined)}`;
  const hold = thresholds.length === 1 ? 'The threshold holds' : `All ${thresholds.length} thresholds hold`;
  return `${hold}: ${count(requests)} requests in ${formatTime(durationMs, undefined)}${latency}.`;
}

const count = (value: number): string => value.toLocaleString('en-US');

const counted = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
