import { judgeCanary } from '../canary/judge-canary.ts';
import { countFigure } from '../gate/figures.ts';
import type { Reason } from '../gate/reason.ts';
import type { Verdict } from '../gate/verdict.ts';
import { describeCause, describeEvent } from './describe-event.ts';
import { replayRelease } from './evolve-release.ts';
import { joinSentences } from './join-sentences.ts';
import { isPastDeadline, pastDeadline, promotionObstacle } from './promotion-obstacle.ts';
import { questionOf } from './question-of.ts';
import type { ReleaseEvent } from './release-event.ts';
import type { EarlyGate } from './release-plan.ts';
import { deadlineMs, type LiveRelease, type ReleaseState, wantedTrafficPercent } from './release-state.ts';
import type { GateView, ReleaseStatus, ReleaseView } from './release-view.ts';

/**
 * The view of a release, from its events alone; undefined for a stream that holds no release.
 *
 * What can be done depends on the time as well: on `nowMs`, in milliseconds since 1970, or where it is left out on that of the newest event.
 */
export function viewRelease(events: readonly ReleaseEvent[], nowMs?: number): ReleaseView | undefined {
  return viewReplayed(replayRelease(events), events, nowMs);
}

/** The view of a release whose events were replayed already, which is what takes time. */
export function viewReplayed(release: ReleaseState, events: readonly ReleaseEvent[], nowMs?: number): ReleaseView | undefined {
  if (release.phase === 'none') return undefined;
  const { request } = release;
  return {
    releaseId: request.releaseId,
    service: request.service,
    environment: request.environment,
    version: request.version,
    baseline: release.baseline,
    status: statusOf(release),
    headline: headlineOf(release),
    verdict: verdictOf(release),
    fix: request.fix,
    requestedBy: request.actor,
    requestedAtMs: request.atMs,
    endedAtMs: release.ending?.atMs,
    deadlineAtMs: deadlineMs(release),
    trafficPercent: wantedTrafficPercent(release),
    exposedRequests: release.exposedRequests,
    step: release.step?.index,
    steps: request.plan.steps.map((step, index) => ({ trafficPercent: step.trafficPercent, state: stepState(release, index) })),
    gates: [...request.plan.gates.map((gate) => gateView(release, gate)), canaryView(release)],
    actions: actionsOf(release, nowMs ?? newestMs(release, events)),
    timeline: events.flatMap(timelineEntry),
  };
}

function statusOf(release: LiveRelease): ReleaseStatus {
  if (release.ending !== undefined) return release.ending.outcome;
  if (release.phase === 'rolling-back') return 'rolling-back';
  if (release.hold !== undefined) return 'held';
  return release.phase === 'preparing' ? 'gating' : 'rolling-out';
}

function headlineOf(release: LiveRelease): string {
  const { version } = release.request;
  const cause = release.ending?.cause ?? release.rollback?.cause;
  if (release.ending?.outcome === 'promoted')
    return `Promoted: ${version} has all traffic after ${countFigure(release.exposedRequests)} requests.`;
  if (cause !== undefined)
    return release.hold === undefined
      ? describeCause(cause)
      : joinSentences([describeCause(cause), `Not undone yet: ${release.hold.sentence}`]);
  if (release.hold !== undefined) return `Held: ${release.hold.sentence}`;
  if (release.phase === 'preparing') return `${version} is going through the gates before traffic.`;
  const waiting = canaryReasons(release).find((reason) => reason.verdict === 'inconclusive');
  return `${version} has ${wantedTrafficPercent(release)} % of traffic. ${waiting?.sentence ?? ''}`.trim();
}

function verdictOf(release: LiveRelease): Verdict {
  if (release.ending?.outcome === 'promoted') return 'pass';
  const cause = release.ending?.cause ?? release.rollback?.cause;
  return cause?.kind === 'gate' ? 'fail' : 'inconclusive';
}

function stepState(release: LiveRelease, index: number): 'waiting' | 'running' | 'passed' {
  if (index < release.passedSteps) return 'passed';
  return index === release.step?.index && release.phase === 'rolling-out' ? 'running' : 'waiting';
}

function gateView(release: LiveRelease, gate: EarlyGate): GateView {
  const progress = release.gates[gate];
  if (progress === undefined) return { gate, state: 'waiting', attempt: 0, reasons: [] };
  const { attempt } = progress;
  switch (progress.state) {
    case 'running':
      return { gate, state: 'running', attempt, reasons: [] };
    case 'errored':
      return { gate, state: 'error', attempt, reasons: [{ rule: 'world', verdict: 'inconclusive', sentence: progress.problem ?? '' }] };
    case 'completed':
      return { gate, state: progress.result?.verdict ?? 'inconclusive', attempt, reasons: progress.result?.reasons ?? [] };
  }
}

function canaryView(release: LiveRelease): GateView {
  if (release.canary === undefined || release.step === undefined) return { gate: 'canary', state: 'waiting', attempt: 0, reasons: [] };
  const cause = release.ending?.cause ?? release.rollback?.cause;
  if (cause?.kind === 'gate' && cause.gate === 'canary') return { gate: 'canary', state: 'fail', attempt: 1, reasons: cause.reasons };
  return { gate: 'canary', state: canaryOutcome(release), attempt: 1, reasons: canaryReasons(release) };
}

/** A canary whose release was given up for something else has not concluded, and will not. */
function canaryOutcome({ ending, phase }: LiveRelease): 'pass' | 'inconclusive' | 'running' {
  if (ending?.outcome === 'promoted') return 'pass';
  return phase === 'rolling-out' ? 'running' : 'inconclusive';
}

/** The canary's reasons as of the last look, so that the same events always give the same view. */
function canaryReasons(release: LiveRelease): readonly Reason[] {
  const question = questionOf(release, release.lastLookMs ?? release.step?.confirmedMs ?? 0);
  return release.canary === undefined || question === undefined ? [] : judgeCanary(release.canary, question).reasons;
}

/** When the newest event was recorded; looks may be left out of the events, and are known to the release. */
function newestMs(release: LiveRelease, events: readonly ReleaseEvent[]): number {
  return Math.max(events.at(-1)?.atMs ?? release.request.atMs, release.lastLookMs ?? 0);
}

function actionsOf(release: LiveRelease, nowMs: number): ReleaseView['actions'] {
  const over = release.phase === 'ended' || release.phase === 'rolling-back';
  const ended = { allowed: false, because: release.phase === 'ended' ? 'The release has ended.' : 'The release is being rolled back.' };
  if (over) return { approve: ended, promote: ended, abort: ended };
  const waitsForApproval = release.phase === 'preparing' && release.gates.approval?.state === 'running';
  const obstacle = promotionObstacle(release, nowMs);
  const approve = isPastDeadline(release, nowMs) ? refused(pastDeadline) : allowed('The approval gate waits.');
  return {
    approve: waitsForApproval ? approve : refused('Nothing waits for an approval.'),
    promote: obstacle === undefined ? allowed('The step passed and waits for a person.') : refused(obstacle),
    abort: allowed(release.step === undefined ? 'No traffic has moved yet.' : 'All traffic goes back to the baseline.'),
  };
}

function allowed(because: string): { readonly allowed: true; readonly because: string } {
  return { allowed: true, because };
}

function refused(because: string): { readonly allowed: false; readonly because: string } {
  return { allowed: false, because };
}

function timelineEntry(event: ReleaseEvent): ReleaseView['timeline'] {
  // Looks come every few seconds; the canary's line in `gates` carries their sum.
  if (event.kind === 'CanaryObserved') return [];
  const entry = { atMs: event.atMs, kind: event.kind, sentence: describeEvent(event) };
  const actor = actorOf(event);
  return [actor === undefined ? entry : { ...entry, actor }];
}

/** Who decided what an event says; undefined where it was not a person. */
function actorOf(event: ReleaseEvent): string | undefined {
  if (event.kind === 'ReleaseRequested' || event.kind === 'StepApproved') return event.actor;
  const cause = event.kind === 'RollbackStarted' || event.kind === 'ReleaseEnded' ? event.cause : undefined;
  return cause?.kind === 'abort' ? cause.actor : undefined;
}
