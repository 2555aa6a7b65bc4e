import type { CanaryPolicy } from '../canary/canary-policy.ts';
import type { GateName } from '../gate/gate-result.ts';

/** A gate that is passed before any user reaches the candidate; the canary gate is every step's. */
export type EarlyGate = Exclude<GateName, 'canary'>;

/** A traffic weight, and what must hold before the next. */
export interface Step {
  /** 1..100. */
  readonly trafficPercent: number;
  /** Requests that the candidate must have answered in this step before it can pass. */
  readonly minimumRequests: number;
  readonly minimumSeconds: number;
  /** Whether a person must say `promote` after the evidence is in. */
  readonly needsApproval: boolean;
}

/** What a release must go through, frozen when it is requested, so that a later change of configuration never changes a running release. */
export interface ReleasePlan {
  /** In the order in which they are run. */
  readonly gates: readonly EarlyGate[];
  /** Rising; the last is 100. */
  readonly steps: readonly Step[];
  readonly canary: CanaryPolicy;
  /** From the request on; a release that has not ended by then is aborted. */
  readonly deadlineSeconds: number;
  /** Between two tries of a gate that was inconclusive or in error. */
  readonly retrySeconds: number;
  /** Newest sample older than this: the evidence is stale and the release is held. */
  readonly stalenessSeconds: number;
  /** Between two looks at the canary. */
  readonly lookSeconds: number;
}
