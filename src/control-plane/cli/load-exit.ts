import type { LoadMeasurement } from '../control/ports/load-runner.ts';
import type { Decision } from './exit.ts';

/** How a run of `sluice load run` ended, in one word. */
export type LoadEnd =
  | 'passed'
  | 'generator-too-slow'
  | 'thresholds-crossed'
  | 'nothing-measured'
  | 'setup-timeout'
  | 'teardown-timeout'
  | 'options-refused'
  | 'interrupted'
  | 'script-exception'
  | 'script-aborted'
  | 'engine-failed'
  | 'script-failed';

/**
 * The exit code of each end, for pipelines to rely on: k6's own, https://grafana.com/docs/k6/latest/using-k6/k6-options/exit-codes/.
 *
 * Where k6 has none the nearest: a run that measured nothing ends as if a threshold had been crossed, for it showed nothing; an exception in
 * an iteration, where k6 answers 0, as one in the init stage. A generator that was too slow says nothing of the target: 4, as Sluice's
 * other inconclusive answers, which is no code of k6.
 */
export const loadExitCodes: Readonly<Record<LoadEnd, number>> = {
  passed: 0,
  'generator-too-slow': 4,
  'thresholds-crossed': 99,
  'nothing-measured': 99,
  'setup-timeout': 100,
  'teardown-timeout': 101,
  'options-refused': 104,
  interrupted: 105,
  'script-exception': 107,
  'script-aborted': 108,
  'engine-failed': 109,
  'script-failed': 110,
};

/** The same ends in the words of all commands. */
export const loadDecisions: Readonly<Record<LoadEnd, Decision>> = {
  passed: 'passed',
  'generator-too-slow': 'inconclusive',
  'thresholds-crossed': 'blocked',
  'nothing-measured': 'inconclusive',
  'setup-timeout': 'error',
  'teardown-timeout': 'error',
  'options-refused': 'usage',
  interrupted: 'interrupted',
  'script-exception': 'error',
  'script-aborted': 'blocked',
  'engine-failed': 'error',
  'script-failed': 'blocked',
};

/** What every run has, whatever it was about: samples of these alone measured no target. */
const BOOKKEEPING = new Set([
  'iterations',
  'iteration_duration',
  'dropped_iterations',
  'vus',
  'vus_max',
  'data_sent',
  'data_received',
  'group_duration',
]);

/** Whether a run has samples of anything but its own bookkeeping, and an iteration that ran to its end. */
function measuredSomething({ iterations, metrics }: LoadMeasurement): boolean {
  return iterations.completed + iterations.threw > 0 && Object.keys(metrics).some((name) => !BOOKKEEPING.has(name) && !name.includes('{'));
}

/**
 * What a run that has a result ended as.
 *
 * What ended it comes first, as in k6: its schedule did not run out. Then what the script did wrong, then whether the figures can be
 * trusted at all, and only then what they say. `vacuous` takes nothing for an answer, as k6 does.
 */
export function loadEnd(result: LoadMeasurement, { vacuous }: { readonly vacuous: boolean }): LoadEnd {
  switch (result.endedBy) {
    case 'setup-timeout':
      return 'setup-timeout';
    case 'setup-threw':
      return 'script-exception';
    case 'refused-host':
      return 'options-refused';
    case 'script-abort':
      return 'script-aborted';
    case 'script-fail':
      return 'script-failed';
    case 'signal':
      return 'interrupted';
    case 'teardown-timeout':
      return 'teardown-timeout';
    case 'teardown-threw':
    case 'threshold':
    case undefined:
      return judged(result, vacuous);
  }
}

/** Whether requests were made and not one was answered: not a byte came back, or none ever waited, which only a failed connection does. Other protocols speak for themselves. */
export function wasUnanswered({ requests, metrics }: LoadMeasurement): boolean {
  const spoke = Object.keys(metrics).some((name) => /^(grpc|ws)_/.test(name));
  return requests > 0 && !spoke && (metrics['data_received']?.values['count'] === 0 || metrics['http_req_waiting']?.values['max'] === 0);
}

function judged(result: LoadMeasurement, vacuous: boolean): LoadEnd {
  if (result.iterations.threw > 0 || result.exceptions.length > 0) return 'script-exception';
  if ((result.generator?.tooSlow.length ?? 0) > 0) return 'generator-too-slow';
  // One that ended the test may hold again by what came in while it ended: the schedule did not run out all the same.
  if (result.endedBy === 'threshold' || result.thresholds.some(({ passed }) => !passed)) return 'thresholds-crossed';
  return vacuous || (measuredSomething(result) && !wasUnanswered(result)) ? 'passed' : 'nothing-measured';
}
