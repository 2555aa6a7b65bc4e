import type { CanaryState } from '../canary/canary-state.ts';
import type { GateResult } from '../gate/gate-result.ts';
import type { EndCause, ReleaseEvent, RollbackStep } from './release-event.ts';
import type { EarlyGate } from './release-plan.ts';

export type ReleaseRequest = Extract<ReleaseEvent, { kind: 'ReleaseRequested' }>;

/** How far one early gate has come. */
export interface GateProgress {
  /** 1 for the first run. */
  readonly attempt: number;
  readonly state: 'running' | 'completed' | 'errored';
  /** Of the last attempt; undefined while it runs or when it ended in an error of the world. */
  readonly result: GateResult | undefined;
  readonly problem: string | undefined;
  /** When it started, or ended if it has. */
  readonly atMs: number;
}

/** The step that a release is in. */
export interface StepProgress {
  readonly index: number;
  readonly startedMs: number;
  /** When the router confirmed this step's weight; undefined until then. Evidence of the step counts from here. */
  readonly confirmedMs: number | undefined;
  readonly passed: boolean;
  readonly approved: boolean;
}

/** Why a release does not go on. */
export interface Hold {
  readonly cause: 'world' | 'evidence' | 'approval';
  readonly about: string;
  readonly sentence: string;
  readonly sinceMs: number;
}

/** What is known of telling the watchers that failed. */
export interface NoticeFailures {
  readonly tries: number;
  /** When the last try failed, in milliseconds since 1970. */
  readonly atMs: number;
}

/** A release that exists. */
export interface LiveRelease {
  readonly phase: 'preparing' | 'rolling-out' | 'rolling-back' | 'ended';
  readonly request: ReleaseRequest;
  readonly baseline: string | undefined;
  readonly candidateUrl: string | undefined;
  readonly gates: Readonly<Partial<Record<EarlyGate, GateProgress>>>;
  readonly canary: CanaryState | undefined;
  readonly step: StepProgress | undefined;
  readonly passedSteps: number;
  readonly lastLookMs: number | undefined;
  readonly newestSampleMs: number | undefined;
  /** For how long, at the last look, the baseline had answered scrapes that the candidate did not. */
  readonly baselineAloneSeconds: number;
  /** The candidate's percentile by latency objective, in milliseconds, at the last look. */
  readonly quantilesMs: Readonly<Record<string, number>>;
  /** What the router had counted of the candidate when the baseline was identified. */
  readonly exposedBefore: number;
  readonly exposedRequests: number;
  readonly hold: Hold | undefined;
  readonly rollback:
    | { readonly cause: EndCause; readonly done: readonly RollbackStep[]; readonly noticeFailures: NoticeFailures | undefined }
    | undefined;
  readonly ending:
    | { readonly outcome: 'promoted' | 'blocked' | 'rolled-back' | 'aborted'; readonly cause: EndCause | undefined; readonly atMs: number }
    | undefined;
}

/** The state of a release stream: nothing yet, or a release. */
export type ReleaseState = { readonly phase: 'none' } | LiveRelease;

export const noRelease: ReleaseState = { phase: 'none' };

/** What undoing a release takes before it has ended, in order. */
export const rollbackSteps: readonly RollbackStep[] = ['traffic', 'incident'];

/** True when all that undoes a release is done; its watchers may not have been told yet. */
export function isUndone({ rollback }: LiveRelease): boolean {
  return rollbackSteps.every((step) => rollback?.done.includes(step) === true);
}

/** True when the last attempt of every early gate of the plan passed. */
export function everyGatePassed(release: LiveRelease): boolean {
  return release.request.plan.gates.every((gate) => release.gates[gate]?.result?.verdict === 'pass');
}

/** The first gate that passed too long ago: freeze and budget are about the moment, not about the version, and what was true before an approval of two days says nothing about now. */
export function outdatedGate({ gates, request: { plan } }: LiveRelease, nowMs: number): EarlyGate | undefined {
  const isOld = (gate: EarlyGate): boolean => nowMs - (gates[gate]?.atMs ?? nowMs) > plan.stalenessSeconds * 1000;
  return plan.gates.find((gate) => (gate === 'freeze' || gate === 'budget') && isOld(gate));
}

/** True while a person's promotion is all that the step under way lacks: by its newest look, not by one of long ago. */
export function waitsForPromotion({ phase, step, hold }: LiveRelease): boolean {
  return phase === 'rolling-out' && step?.passed === true && !step.approved && hold?.cause === 'approval';
}

/** The traffic percent that the router should show now. */
export function wantedTrafficPercent(release: LiveRelease): number {
  if (release.phase === 'ended') return release.ending?.outcome === 'promoted' ? 100 : 0;
  if (release.phase !== 'rolling-out' || release.step === undefined) return 0;
  return release.request.plan.steps[release.step.index]?.trafficPercent ?? 0;
}

/** When the release must have ended, in milliseconds since 1970. */
export function deadlineMs(release: LiveRelease): number {
  return release.request.atMs + release.request.plan.deadlineSeconds * 1000;
}
