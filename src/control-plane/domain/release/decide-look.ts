import { type CanaryJudgement, judgeCanary } from '../canary/judge-canary.ts';
import { type CanaryLook, lookFault } from '../canary/observe.ts';
import type { Reason } from '../gate/reason.ts';
import { evolveRelease } from './evolve-release.ts';
import { held, heldForEvidence, resumed } from './hold.ts';
import { startStepOrPromote } from './next-step.ts';
import { isPastDeadline } from './promotion-obstacle.ts';
import { questionOf } from './question-of.ts';
import type { ReleaseEvent } from './release-event.ts';
import type { LiveRelease } from './release-state.ts';

/** What was seen of both versions since the look before. */
export interface LookObservation {
  readonly looks: readonly CanaryLook[];
  readonly newestSampleMs: number | undefined;
  /** For how long the baseline has answered scrapes that the candidate did not. */
  readonly baselineAloneSeconds?: number;
  /** For people to look at: the candidate's percentile by latency objective, in milliseconds. */
  readonly quantilesMs?: Readonly<Record<string, number>>;
  readonly exposedRequests: number;
}

/** What a look at the canary leads to: it is recorded, judged, and the step passes, waits, holds or is undone. A look that cannot be counted holds. */
export function decideLook(release: LiveRelease, look: LookObservation, nowMs: number): readonly ReleaseEvent[] {
  const { canary } = release;
  const fault = look.looks.map((each) => canary && lookFault(canary, each)).find((each) => each !== undefined);
  if (fault !== undefined) return held(release, { cause: 'evidence', about: 'uncountable-look', sentence: `${fault}.` }, nowMs);
  const observed: ReleaseEvent = {
    kind: 'CanaryObserved',
    looks: look.looks,
    newestSampleMs: look.newestSampleMs,
    baselineAloneSeconds: look.baselineAloneSeconds ?? 0,
    quantilesMs: look.quantilesMs ?? {},
    exposedRequests: look.exposedRequests,
    atMs: nowMs,
  };
  const after = evolveRelease(release, observed);
  if (after.phase !== 'rolling-out' || after.step === undefined || after.canary === undefined) return [];
  const question = questionOf(after, nowMs);
  if (question === undefined) return [];
  const judgement = judgeCanary(after.canary, question);
  return [observed, ...consequences(after, after.step.index, judgement, nowMs)];
}

function consequences(release: LiveRelease, step: number, judgement: CanaryJudgement, nowMs: number): readonly ReleaseEvent[] {
  switch (judgement.verdict) {
    case 'fail':
      return [{ kind: 'RollbackStarted', cause: { kind: 'gate', gate: 'canary', reasons: judgement.reasons }, atMs: nowMs }];
    case 'inconclusive':
      return waitOrHold(release, judgement.reasons, nowMs);
    case 'pass':
      return passStep(release, step, judgement, nowMs);
  }
}

/** Waiting for floors of samples and time is the normal course of a step; missing or stale data, a candidate that is down or an ill baseline is a hold. */
function waitOrHold(release: LiveRelease, reasons: readonly Reason[], nowMs: number): readonly ReleaseEvent[] {
  const silent = isSilentTooLong(release, nowMs);
  const missing = reasons.filter(({ rule }) => holdingRules.has(rule) || (rule === 'no-data' && silent));
  return missing.length === 0 ? resumed(release, nowMs) : heldForEvidence(release, missing, nowMs);
}

const holdingRules: ReadonlySet<string> = new Set(['stale-data', 'candidate-down', 'environment']);

/** Samples are due once the step's weight is set and the candidate is warm. */
function isSilentTooLong({ step, canary, request }: LiveRelease, nowMs: number): boolean {
  const warmMs = (canary?.startedMs ?? nowMs) + request.plan.canary.warmUpSeconds * 1000;
  return nowMs - Math.max(step?.confirmedMs ?? nowMs, warmMs) > request.plan.stalenessSeconds * 1000;
}

function passStep(release: LiveRelease, step: number, judgement: CanaryJudgement, nowMs: number): readonly ReleaseEvent[] {
  const planned = release.request.plan.steps[step];
  const passed: ReleaseEvent = { kind: 'StepPassed', step, basis: judgement.basis ?? 'exposure', reasons: judgement.reasons, atMs: nowMs };
  const news = release.step?.passed === true ? [] : [passed];
  if (planned?.needsApproval === true && release.step?.approved !== true) {
    const sentence = `Step ${step + 1} passed and waits for a person to promote it.`;
    return [...news, ...held(release, { cause: 'approval', about: 'promotion', sentence }, nowMs)];
  }
  // A look that began before the deadline may end after it: the next move gives the release up.
  if (isPastDeadline(release, nowMs)) return news;
  return [...news, ...resumed(release, nowMs), ...startStepOrPromote(release, step + 1, release.exposedRequests, nowMs)];
}
