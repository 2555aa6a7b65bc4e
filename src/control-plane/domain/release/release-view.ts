import type { GateName } from '../gate/gate-result.ts';
import type { Reason } from '../gate/reason.ts';
import type { Verdict } from '../gate/verdict.ts';

/** Where a release stands, in one word. `held`: waiting because evidence or the world is missing, or a person must act. */
export type ReleaseStatus = 'gating' | 'rolling-out' | 'held' | 'rolling-back' | 'promoted' | 'blocked' | 'rolled-back' | 'aborted';

/** One gate of a release as people look at it. */
export interface GateView {
  readonly gate: GateName;
  /** `error`: the world failed, the gate is tried again. `waiting`: not begun. */
  readonly state: 'waiting' | 'running' | 'error' | Verdict;
  readonly attempt: number;
  readonly reasons: readonly Reason[];
}

/** A release as the API shows it: derived from its events alone. */
export interface ReleaseView {
  readonly releaseId: string;
  readonly service: string;
  readonly environment: string;
  readonly version: string;
  readonly baseline: string | undefined;
  readonly status: ReleaseStatus;
  /** The verdict in a sentence: what happened, or what is being waited for, with numbers. */
  readonly headline: string;
  readonly verdict: Verdict;
  readonly fix: boolean;
  readonly requestedBy: string;
  readonly requestedAtMs: number;
  readonly endedAtMs: number | undefined;
  readonly deadlineAtMs: number;
  readonly trafficPercent: number;
  /** Requests of users that reached the candidate by weight. */
  readonly exposedRequests: number;
  /** 0-based; undefined before the first step. */
  readonly step: number | undefined;
  readonly steps: readonly { readonly trafficPercent: number; readonly state: 'waiting' | 'running' | 'passed' }[];
  readonly gates: readonly GateView[];
  /** What can be done now, and if not, why not. */
  readonly actions: Readonly<Record<'approve' | 'promote' | 'abort', { readonly allowed: boolean; readonly because: string }>>;
  /** Newest first is for screens; this is oldest first. One sentence an event. */
  readonly timeline: readonly { readonly atMs: number; readonly kind: string; readonly sentence: string; readonly actor?: string }[];
}
