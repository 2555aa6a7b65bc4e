import type { LoadMeasurement } from '../../control/ports/load-runner.ts';
import { type LoadEnd, wasUnanswered } from '../load-exit.ts';
import type { OutcomeReason } from '../outcome.ts';
import { count } from '../render/figures.ts';
import { printable } from '../render/printable.ts';

/** Why a run ended as it did, the reasons that decided first; thresholds that hold come after them. */
export function endReasons(end: LoadEnd, result: LoadMeasurement): readonly OutcomeReason[] {
  return [...decisive(end, result), ...thresholdReasons(result)];
}

function decisive(end: LoadEnd, result: LoadMeasurement): readonly OutcomeReason[] {
  const { abortReason, exceptions, iterations } = result;
  switch (end) {
    case 'passed':
      return [];
    case 'thresholds-crossed':
      // Those that were crossed say so themselves; one that ended the test may hold again.
      return result.thresholds.some(({ passed }) => !passed)
        ? []
        : [{ rule: end, verdict: 'fail', sentence: printable(abortReason ?? 'A threshold ended the test.') }];
    case 'generator-too-slow':
      return (result.generator?.tooSlow ?? []).map((sentence) => ({ rule: end, verdict: 'inconclusive', sentence }));
    case 'nothing-measured':
      return [
        { rule: end, verdict: 'inconclusive', sentence: nothingMeasured(result), remedy: '--k6-vacuous takes it for a pass, as k6 does.' },
      ];
    case 'script-exception':
      return exceptions.length > 0
        ? exceptions.map(({ message, location, count: times }) => ({
            rule: end,
            verdict: 'fail',
            sentence: `${count(times)} × ${printable(message)}${location === undefined ? '' : ` (${location})`}`,
            observed: times,
          }))
        : [{ rule: end, verdict: 'fail', sentence: `${count(iterations.threw)} iterations ended in an exception.` }];
    case 'interrupted':
      return [{ rule: end, verdict: 'inconclusive', sentence: 'The test was interrupted: its schedule did not run out.' }];
    case 'script-aborted':
    case 'script-failed':
    case 'setup-timeout':
    case 'teardown-timeout':
    case 'options-refused':
    case 'engine-failed':
      return [{ rule: end, verdict: 'fail', sentence: printable(abortReason ?? exceptions[0]?.message ?? `the run ended as ${end}`) }];
  }
}

/** What was missing, in one sentence. */
export function nothingMeasured(result: LoadMeasurement): string {
  const { iterations, requests } = result;
  if (iterations.completed + iterations.threw === 0) return 'Nothing was measured: no iteration came to its end.';
  return wasUnanswered(result)
    ? `Nothing was measured: not one of ${count(requests)} requests was answered; see that the target runs, and that the script sends there.`
    : 'Nothing was measured: the iterations sent nothing, checked nothing and added to no metric.';
}

function thresholdReasons({ thresholds }: LoadMeasurement): readonly OutcomeReason[] {
  return thresholds.map(({ metric, expression, passed, observed, limit, samples }) => ({
    rule: 'threshold',
    verdict: passed ? 'pass' : 'fail',
    sentence: `${metric} ${expression} ${passed ? 'holds' : samples === 0 ? 'never had a sample' : 'was crossed'}.`,
    ...(observed === undefined ? {} : { observed }),
    limit,
    samples,
  }));
}
