import { countFigure } from '../gate/figures.ts';
import { type GateResult, gateResult } from '../gate/gate-result.ts';
import type { Reason } from '../gate/reason.ts';
import { judgeOfferedLoad } from './judge-offered-load.ts';
import { judgeThreshold } from './judge-threshold.ts';
import type { LoadMeasurement, LoadPolicy } from './load-measurement.ts';

/**
 * Judges a load test.
 *
 * inconclusive whatever else there is: the generator was too slow, so that its figures are its own. fail: a threshold with samples was crossed, or more iterations than allowed ended in an exception. inconclusive: nothing was sent, no
 * request was answered, no iteration came to its end, no threshold is declared or one never had a sample, the run was ended early other than by a threshold, or the
 * planned load was not offered. pass: all thresholds hold on samples taken under the planned load.
 */
export function judgeLoad(measurement: LoadMeasurement, policy: LoadPolicy): GateResult {
  const evidence = { measurement: evidenceIn(measurement), policy };
  if (wasUnanswered(measurement)) return gateResult('load', [unanswered(measurement)], evidence);
  const thresholds = measurement.thresholds.map((threshold) => judgeThreshold(threshold, measurement.metrics));
  const crossed = thresholds.some((reason) => reason.verdict === 'fail');
  const reasons = [
    ...thresholds,
    ...exceptionReasons(measurement, policy),
    ...evidenceReasons(measurement),
    ...endingReasons(measurement, crossed),
    ...judgeOfferedLoad(measurement, policy),
  ];
  const slow = generatorReasons(measurement);
  return gateResult('load', slow.length === 0 ? reasons : [...slow, ...reasons.map(withoutFail)], evidence);
}

/** Why the figures are the generator's own, as it says itself. */
function generatorReasons({ generator }: LoadMeasurement): readonly Reason[] {
  return (generator?.tooSlow ?? []).map((sentence) => ({
    rule: 'generator-too-slow',
    verdict: 'inconclusive',
    sentence: `The load generator was too slow: ${sentence}.`,
    remedy: 'Run it where it has more processor to itself, with more threads, or plan a smaller load.',
  }));
}

/** What a generator that was too slow measured blames nobody. */
const withoutFail = (reason: Reason): Reason => (reason.verdict === 'fail' ? { ...reason, verdict: 'inconclusive' } : reason);

/** Whether (almost) no request got an HTTP answer: not a byte came back, or 99 of 100 requests waited 0 ms, which only a failed connection does. */
function wasUnanswered({ requests, metrics }: LoadMeasurement): boolean {
  const bytes = metrics['data_received']?.values['count'];
  const waits = metrics['http_req_waiting']?.values;
  return requests > 0 && (bytes === 0 || waits?.['p(99)'] === 0 || waits?.['max'] === 0);
}

function unanswered({ requests }: LoadMeasurement): Reason {
  const remedy = 'See that the service under test runs, and that BASE_URL leads to it.';
  const sentence = `No request was answered: all of ${countFigure(requests)}, or all but a few, failed without an HTTP status, which says nothing about the version.`;
  return missing('no-answer', sentence, remedy);
}

/** What the verdict went by and no more: a runner may hand over its whole result, whose summary text has no place in the ledger. */
function evidenceIn(measurement: LoadMeasurement): LoadMeasurement {
  const { outcome, abortReason, durationMs, requests, iterations, exceptions, startLag, thresholds, metrics, generator } = measurement;
  const kept = { outcome, abortReason, durationMs, requests, iterations, exceptions, startLag, thresholds, metrics };
  return generator === undefined ? kept : { ...kept, generator };
}

function exceptionReasons({ iterations, exceptions }: LoadMeasurement, policy: LoadPolicy): readonly Reason[] {
  if (iterations.threw <= policy.maximumThrownIterations) return [];
  const reason = { rule: 'iteration-threw', verdict: 'fail', limit: policy.maximumThrownIterations, unit: 'iterations' } as const;
  const samples = iterations.completed + iterations.threw;
  if (exceptions.length === 0) {
    return [
      {
        ...reason,
        sentence: `${iterations.threw} iterations ended in an exception that was not recorded.`,
        observed: iterations.threw,
        samples,
      },
    ];
  }
  return exceptions.map(({ message, location, count }) => ({
    ...reason,
    sentence: `${count} ${count === 1 ? 'iteration' : 'iterations'} ended in an exception${location === undefined ? '' : ` at ${location}`}: ${message}`,
    observed: count,
    samples,
  }));
}

function evidenceReasons({ requests, iterations, thresholds }: LoadMeasurement): readonly Reason[] {
  const reasons: Reason[] = [];
  if (!(requests > 0))
    reasons.push(missing('no-requests', 'Not one request was sent: nothing was measured.', 'Check what the script calls.'));
  if (!(iterations.completed > 0)) {
    reasons.push(
      missing(
        'no-iteration',
        'No iteration came to its end: nothing was measured.',
        'Give the script longer, or look at why it does not end.',
      ),
    );
  }
  if (thresholds.length === 0) {
    reasons.push(
      missing(
        'no-threshold',
        'The script declares no threshold: there is nothing to judge by.',
        'Declare options.thresholds in the script.',
      ),
    );
  }
  return reasons;
}

function missing(rule: string, sentence: string, remedy: string): Reason {
  return { rule, verdict: 'inconclusive', sentence, samples: 0, remedy };
}

/** A run that a crossed threshold ended has its verdict; any other early end leaves the rest of the schedule unmeasured. */
function endingReasons({ outcome, abortReason, durationMs }: LoadMeasurement, crossed: boolean): readonly Reason[] {
  const after = `after ${Math.round(durationMs / 100) / 10} s`;
  const why = abortReason === undefined ? '' : ` (${abortReason})`;
  switch (outcome) {
    case 'completed':
      return [];
    case 'aborted':
      return crossed
        ? []
        : [
            {
              rule: 'ended-early',
              verdict: 'inconclusive',
              sentence: `The script ended the test ${after}${why}: the schedule did not run out.`,
            },
          ];
    case 'interrupted':
      return [
        {
          rule: 'ended-early',
          verdict: 'inconclusive',
          sentence: `The test was interrupted ${after}${why}: the schedule did not run out.`,
        },
      ];
  }
}
