import type { GateResult } from '../domain/gate/gate-result.ts';
import type { ReleaseView } from '../domain/release/release-view.ts';
import type { LedgerHead, LedgerVerification } from './ports/ledger.ts';
import type { ProgressListener } from './progress-board.ts';

/** Why a command was not taken. Doors translate the code to an HTTP status and an exit code. */
export interface Refusal {
  readonly code: 'unknown-service' | 'unknown-release' | 'release-in-progress' | 'not-now' | 'invalid' | 'conflict';
  readonly sentence: string;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** One SLO of a service as measured now. */
export interface SloStatus {
  readonly service: string;
  readonly slo: string;
  readonly displayName: string;
  /** 0..1 */
  readonly target: number;
  readonly windowSeconds: number;
  /** Share of the error budget left, 1 = untouched, below 0 = overspent; undefined without data. */
  readonly budgetRemaining: number | undefined;
  readonly burnRates: readonly {
    readonly windowSeconds: number;
    readonly burnRate: number | undefined;
    readonly coverage: number;
    readonly total: number;
    readonly bad: number;
  }[];
  readonly secondsToExhaustion: number | undefined;
  /** Why a figure is missing. */
  readonly note: string | undefined;
}

/** A freeze of a service, as declared and not yet lifted or expired. */
export interface FreezeView {
  readonly service: string;
  readonly actor: string;
  readonly reason: string;
  readonly declaredAtMs: number;
  readonly untilMs: number | undefined;
}

/** One thing that happened to a release, as it is streamed to watchers; `position` lets a watcher resume. */
export interface ReleaseNews {
  readonly position: number;
  readonly event: { readonly kind: string; readonly atMs: number };
  readonly sentence: string;
  readonly release: ReleaseView;
}

/** What the doors (API and CLI) can ask of Sluice. Methods reject only when the ledger or a source is out of reach. */
export interface ControlPlane {
  services(): readonly string[];
  requestRelease(command: {
    readonly service: string;
    readonly version: string;
    readonly actor: string;
    readonly reason?: string;
    readonly fix?: boolean;
  }): Promise<Answer<ReleaseView>>;
  releases(filter?: { readonly service?: string; readonly limit?: number }): Promise<readonly ReleaseView[]>;
  release(releaseId: string): Promise<Answer<ReleaseView>>;
  /** News after a position (0: all), live, until the release has ended or the signal aborts. */
  watch(releaseId: string, afterPosition: number, signal: AbortSignal): AsyncIterable<ReleaseNews>;
  /** Calls back with each look at the load gate of a release while it runs here; the answer ends that. Nothing of it is recorded. */
  followProgress(releaseId: string, listener: ProgressListener): () => void;
  approve(command: { readonly releaseId: string; readonly actor: string; readonly reason: string }): Promise<Answer<ReleaseView>>;
  deny(command: { readonly releaseId: string; readonly actor: string; readonly reason: string }): Promise<Answer<ReleaseView>>;
  /** Lets a step that waits for a person go on; refused where evidence is what is missing. */
  promote(command: { readonly releaseId: string; readonly actor: string; readonly reason: string }): Promise<Answer<ReleaseView>>;
  abort(command: { readonly releaseId: string; readonly actor: string; readonly reason: string }): Promise<Answer<ReleaseView>>;
  freeze(command: {
    readonly service: string;
    readonly actor: string;
    readonly reason: string;
    readonly untilMs?: number;
  }): Promise<Answer<FreezeView>>;
  unfreeze(command: { readonly service: string; readonly actor: string; readonly reason: string }): Promise<Answer<null>>;
  freezes(): Promise<readonly FreezeView[]>;
  sloStatus(service?: string): Promise<Answer<readonly SloStatus[]>>;
  /** With `kept` also whether the ledger still has the head that somebody kept elsewhere. */
  verifyLedger(kept?: LedgerHead): Promise<LedgerVerification>;
}

/** The result of `sluice gate`: the gates of a service run once, outside any release. */
export interface CiGateResult {
  readonly service: string;
  readonly version: string;
  readonly gates: readonly (
    | GateResult
    | { readonly gate: 'contract' | 'load' | 'budget'; readonly verdict: 'error'; readonly problem: string }
  )[];
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
}
