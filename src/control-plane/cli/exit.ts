import type { CiGateResult, SloStatus } from '../control/control-plane.ts';
import type { ReleaseView } from '../domain/release/release-view.ts';

/** How a command ended, in the word that `--json` shows as `decision`. `accepted`: it was taken on, and its end is not awaited. */
export type Decision = 'passed' | 'accepted' | 'error' | 'usage' | 'blocked' | 'inconclusive' | 'approval' | 'timed-out' | 'interrupted';

/**
 * The exit code of each decision, for scripts to rely on.
 *
 * blocked (3) and inconclusive (4) stay apart, because "nobody could tell" must be read neither as a yes nor as a measured breach.
 */
export const exitCodes: Readonly<Record<Decision, number>> = {
  passed: 0,
  accepted: 0,
  error: 1,
  usage: 2,
  blocked: 3,
  inconclusive: 4,
  approval: 5,
  'timed-out': 124,
  interrupted: 130,
};

/** What the gates of a CI run amount to: a measured breach is worst, then an error of ours, then no answer; of no gates at all it is inconclusive. */
export function decideGates(gates: CiGateResult['gates']): Decision {
  const verdicts = gates.map((gate) => gate.verdict);
  if (verdicts.includes('fail')) return 'blocked';
  if (verdicts.includes('error')) return 'error';
  return verdicts.length === 0 || verdicts.includes('inconclusive') ? 'inconclusive' : 'passed';
}

function endedByPerson(release: ReleaseView): boolean {
  return release.timeline.some(({ kind, actor }) => (kind === 'RollbackStarted' || kind === 'ReleaseEnded') && actor !== undefined);
}

/** Whether a release waits for a person. */
export function needsPerson(release: ReleaseView): boolean {
  return release.actions.approve.allowed || release.actions.promote.allowed;
}

/** What a release amounts to so far. One that is under way has passed nothing yet: it is inconclusive, or waits for an approval. */
export function decideRelease(release: ReleaseView): Decision {
  switch (release.status) {
    case 'promoted':
      return 'passed';
    case 'blocked':
    case 'rolled-back':
    case 'aborted':
      if (release.gates.some(({ gate, state }) => gate === 'approval' && state === 'fail')) return 'approval';
      return release.verdict === 'inconclusive' && !endedByPerson(release) ? 'inconclusive' : 'blocked';
    case 'gating':
    case 'rolling-out':
    case 'held':
    case 'rolling-back':
      return needsPerson(release) ? 'approval' : 'inconclusive';
  }
}

/** What SLOs amount to: an overspent budget is a breach, a missing figure is no answer, and no SLO at all neither. */
export function decideSlos(statuses: readonly SloStatus[]): Decision {
  if (statuses.some(({ budgetRemaining }) => budgetRemaining !== undefined && budgetRemaining <= 0)) return 'blocked';
  return statuses.length === 0 || statuses.some(({ budgetRemaining }) => budgetRemaining === undefined) ? 'inconclusive' : 'passed';
}
