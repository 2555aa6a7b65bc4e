import { countFigure } from '../gate/figures.ts';
import type { Reason } from '../gate/reason.ts';
import { capital, joinSentences } from './join-sentences.ts';
import type { EndCause, ReleaseEvent } from './release-event.ts';

/** What an event says, for a person: a sentence, and the reasons as sentences after it. */
export function describeEvent(event: ReleaseEvent): string {
  switch (event.kind) {
    case 'ReleaseRequested':
      return `${event.actor} asked for ${event.service} ${event.version} in ${event.environment}${event.fix ? ' as a fix' : ''}.${event.reason === undefined ? '' : ` Reason: ${joinSentences([event.reason])}`}`;
    case 'BaselineIdentified':
      return `The baseline is ${event.baseline}; gates reach the candidate at ${event.candidateUrl}.`;
    case 'GateStarted':
      return `The ${event.gate} gate started${event.attempt > 1 ? ` (attempt ${event.attempt})` : ''}.`;
    case 'GateCompleted':
      return `${capital(event.result.gate)} gate: ${event.result.verdict}. ${told(event.result.reasons)}`.trim();
    case 'GateErrored':
      return `The ${event.gate} gate could not be run: ${joinSentences([event.problem])}`;
    case 'CanaryStarted':
      return `The canary is watched on ${event.objectives.map((objective) => objective.name).join(', ')}.`;
    case 'StepStarted':
      return `Step ${event.step + 1}: ${event.trafficPercent} % of traffic.`;
    case 'WeightConfirmed':
      return `The router shows ${event.trafficPercent} %.`;
    case 'CanaryObserved':
      return `Looked at the canary: ${countFigure(event.exposedRequests)} requests so far.`;
    case 'StepPassed':
      return `Step ${event.step + 1} passed (${event.basis}). ${told(event.reasons)}`.trim();
    case 'StepApproved':
      return `${event.actor} promoted step ${event.step + 1}: ${joinSentences([event.reason])}`;
    case 'ReleaseHeld':
      return `Held: ${joinSentences([event.sentence])}`;
    case 'ReleaseResumed':
      return 'Goes on.';
    case 'RollbackStarted':
      return `Rolling back: ${joinSentences([causeWords(event.cause)])}`;
    case 'RollbackStepCompleted':
      return rollbackSentences[event.step];
    case 'NoticeFailed':
      return `The watchers could not be told: ${joinSentences([event.problem])}`;
    case 'ReleasePromoted':
      return `Promoted after ${countFigure(event.exposedRequests)} requests.`;
    case 'ReleaseEnded':
      return `${event.outcome === 'rolled-back' ? 'Rolled back' : 'Ended'}: ${joinSentences([causeWords(event.cause)])}`;
  }
}

/** Why a release was not promoted, in a sentence with its numbers. */
export function describeCause(cause: EndCause): string {
  return capital(causeWords(cause));
}

function causeWords(cause: EndCause): string {
  switch (cause.kind) {
    case 'gate': {
      const [first, ...more] = cause.reasons.filter((reason) => reason.verdict === 'fail').map((reason) => reason.sentence);
      return `blocked by the ${cause.gate} gate: ${first ?? 'no reason was recorded'}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
    }
    case 'abort':
      return `aborted by ${cause.actor}: ${cause.reason}`;
    case 'deadline':
      return `the deadline passed while waiting: ${cause.waitingFor}`;
  }
}

const rollbackSentences = {
  traffic: 'All traffic is back on the baseline.',
  incident: 'An incident was opened with the evidence.',
  notify: 'The watchers were told.',
} as const;

function told(reasons: readonly Reason[]): string {
  return capital(joinSentences(reasons.map((reason) => reason.sentence)));
}
