import type { CanaryObjective } from '../canary/canary-objective.ts';
import type { CanaryLook } from '../canary/observe.ts';
import type { GateResult } from '../gate/gate-result.ts';
import type { Reason } from '../gate/reason.ts';
import type { EarlyGate, ReleasePlan } from './release-plan.ts';

/** What is done to undo a release, in this order; it has ended before the watchers are told, so that a notifier that is down holds up nothing. */
export type RollbackStep = 'traffic' | 'incident' | 'notify';

/** Why a release is undone or ended without promotion. */
export type EndCause =
  | { readonly kind: 'gate'; readonly gate: EarlyGate | 'canary'; readonly reasons: readonly Reason[] }
  | { readonly kind: 'abort'; readonly actor: string; readonly reason: string }
  | { readonly kind: 'deadline'; readonly waitingFor: string };

/** Everything that can be recorded of a release. `atMs` is milliseconds since 1970. */
export type ReleaseEvent =
  | {
      readonly kind: 'ReleaseRequested';
      readonly releaseId: string;
      readonly service: string;
      readonly environment: string;
      readonly version: string;
      readonly plan: ReleasePlan;
      readonly actor: string;
      readonly reason: string | undefined;
      /** A fix may be released although the error budget is spent. */
      readonly fix: boolean;
      readonly atMs: number;
    }
  | {
      readonly kind: 'BaselineIdentified';
      readonly baseline: string;
      readonly candidateUrl: string;
      /** What the router had counted of the candidate by then: earlier releases of the version are not this one's exposure. */
      readonly exposedBefore?: number;
      readonly atMs: number;
    }
  | { readonly kind: 'GateStarted'; readonly gate: EarlyGate; readonly attempt: number; readonly atMs: number }
  | { readonly kind: 'GateCompleted'; readonly attempt: number; readonly result: GateResult; readonly atMs: number }
  | { readonly kind: 'GateErrored'; readonly gate: EarlyGate; readonly attempt: number; readonly problem: string; readonly atMs: number }
  | { readonly kind: 'CanaryStarted'; readonly objectives: readonly CanaryObjective[]; readonly atMs: number }
  | { readonly kind: 'StepStarted'; readonly step: number; readonly trafficPercent: number; readonly atMs: number }
  | { readonly kind: 'WeightConfirmed'; readonly trafficPercent: number; readonly exposedRequests: number; readonly atMs: number }
  | {
      readonly kind: 'CanaryObserved';
      readonly looks: readonly CanaryLook[];
      readonly newestSampleMs: number | undefined;
      /** For how long the baseline has answered scrapes that the candidate did not: it tells a candidate that is down from metrics that are. */
      readonly baselineAloneSeconds?: number;
      /** The candidate's percentile by latency objective, in milliseconds: for people to look at, it decides nothing. */
      readonly quantilesMs?: Readonly<Record<string, number>>;
      readonly exposedRequests: number;
      readonly atMs: number;
    }
  | {
      readonly kind: 'StepPassed';
      readonly step: number;
      readonly basis: 'certificate' | 'exposure';
      readonly reasons: readonly Reason[];
      readonly atMs: number;
    }
  | { readonly kind: 'StepApproved'; readonly step: number; readonly actor: string; readonly reason: string; readonly atMs: number }
  | {
      readonly kind: 'ReleaseHeld';
      readonly cause: 'world' | 'evidence' | 'approval';
      /** What is missing, without numbers, so that the same hold is recognised: the code of an error, or rules of reasons. */
      readonly about: string;
      readonly sentence: string;
      readonly atMs: number;
    }
  | { readonly kind: 'ReleaseResumed'; readonly atMs: number }
  | { readonly kind: 'RollbackStarted'; readonly cause: EndCause; readonly atMs: number }
  | {
      readonly kind: 'RollbackStepCompleted';
      readonly step: RollbackStep;
      /** As the router counted them when the traffic was back; undefined for the other steps. */
      readonly exposedRequests: number | undefined;
      readonly atMs: number;
    }
  | { readonly kind: 'NoticeFailed'; readonly problem: string; readonly atMs: number }
  | { readonly kind: 'ReleasePromoted'; readonly exposedRequests: number; readonly atMs: number }
  | {
      readonly kind: 'ReleaseEnded';
      /** blocked: a gate failed before any user was touched. aborted: a person or the deadline ended it before traffic. */
      readonly outcome: 'blocked' | 'rolled-back' | 'aborted';
      readonly cause: EndCause;
      readonly exposedRequests: number;
      readonly atMs: number;
    };
