import type { EndCause, ReleaseEvent } from './release-event.ts';

/** One sentence that tells a person what an event says. */
export function describeEvent(event: ReleaseEvent): string {
  switch (event.kind) {
    case 'ReleaseRequested':
      return `${event.actor} asked for ${event.service} ${event.version} in ${event.environment}${event.fix ? ' as a fix' : ''}${event.reason === undefined ? '' : `: ${event.reason}`}.`;
    case 'BaselineIdentified':
      return `The baseline is ${event.baseline}; gates reach the candidate at ${event.candidateUrl}.`;
    case 'GateStarted':
      return `The ${event.gate} gate started${event.attempt > 1 ? ` (attempt ${event.attempt})` : ''}.`;
    case 'GateCompleted':
      return `${capital(event.result.gate)} gate: ${event.result.verdict}. ${event.result.reasons.map((reason) => reason.sentence).join(' ')}`;
    case 'GateErrored':
      return `The ${event.gate} gate could not be run: ${event.problem}`;
    case 'CanaryStarted':
      return `The canary is watched on ${event.objectives.map((objective) => objective.name).join(', ')}.`;
    case 'StepStarted':
      return `Step ${event.step + 1}: ${event.trafficPercent} % of traffic.`;
    case 'WeightConfirmed':
      return `The router shows ${event.trafficPercent} %.`;
    case 'CanaryObserved':
      return `Looked at the canary: ${event.exposedRequests} requests so far.`;
    case 'StepPassed':
      return `Step ${event.step + 1} passed (${event.basis}). ${event.reasons.map((reason) => reason.sentence).join(' ')}`;
    case 'StepApproved':
      return `${event.actor} promoted step ${event.step + 1}: ${event.reason}`;
    case 'ReleaseHeld':
      return `Held: ${event.sentence}`;
    case 'ReleaseResumed':
      return 'Goes on.';
    case 'RollbackStarted':
      return `Rolling back. ${describeCause(event.cause)}`;
    case 'RollbackStepCompleted':
      return rollbackSentences[event.step];
    case 'ReleasePromoted':
      return `Promoted after ${event.exposedRequests} requests.`;
    case 'ReleaseEnded':
      return `${capital(event.outcome)}. ${describeCause(event.cause)}`;
  }
}

/** Why a release was not promoted, in a sentence with its numbers. */
export function describeCause(cause: EndCause): string {
  switch (cause.kind) {
    case 'gate': {
      const [first, ...more] = cause.reasons.filter((reason) => reason.verdict === 'fail').map((reason) => reason.sentence);
      return `Blocked by the ${cause.gate} gate: ${first ?? 'no reason was recorded'}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
    }
    case 'abort':
      return `Aborted by ${cause.actor}: ${cause.reason}`;
    case 'deadline':
      return `The deadline passed while waiting: ${cause.waitingFor}`;
  }
}

const rollbackSentences = {
  traffic: 'All traffic is back on the baseline.',
  incident: 'An incident was opened with the evidence.',
  notify: 'The watchers were told.',
} as const;

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
