import type { Environment } from '../config/environment.ts';
import type { CiGateResult } from '../control/control-plane.ts';
import type { LedgerHead, LedgerVerification } from '../control/ports/ledger.ts';
import type { LoadEngine } from '../control/ports/load-engine.ts';
import type { RuleTools } from '../control/ports/rule-tools.ts';
import type { Role, TokenRecord } from '../control/ports/token-store.ts';

/** Which configuration a local action reads. */
export interface LocalRequest {
  /** From `--config`; undefined: SLUICE_CONFIG, then ./sluice.yaml. */
  readonly configFile: string | undefined;
  readonly environment: Environment;
  /** The working directory. */
  readonly folder: string;
  /** Aborts on Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}

/** What `sluice up` tells once it serves. */
export interface UpReady {
  readonly url: string;
  /** The file with the admin token, 0600; undefined when it was not made by this Sluice. */
  readonly adminTokenFile: string | undefined;
  /** Where the state lives: a folder, or a database without its password. */
  readonly state: string;
  readonly environment: string;
  readonly services: readonly string[];
  /** What else a person should know, a sentence each. */
  readonly notes: readonly string[];
}

/** A look at a run of gates under way; of `load` many, about two a second. */
export type GateProgress =
  | { readonly kind: 'gate-started'; readonly gate: string }
  | {
      readonly kind: 'load';
      readonly elapsedMs: number;
      /** 0..1, or undefined where the end is not known. */
      readonly fraction: number | undefined;
      readonly requests: number;
      readonly failedRequests: number;
      readonly dropped: number;
      readonly activeVus: number;
      /** Milliseconds; undefined before the first request. */
      readonly p50: number | undefined;
      readonly p95: number | undefined;
    }
  | { readonly kind: 'gate-finished'; readonly result: CiGateResult['gates'][number] };

/** Runs the gates of a service once. */
export interface GateRequest extends LocalRequest {
  readonly service: string;
  readonly version: string;
  /** Base URL of the service under test. */
  readonly url: string;
  /** The version that its load is compared with: a name in load.compare.targets, or a URL. */
  readonly against: string | undefined;
  readonly onProgress: (progress: GateProgress) => void;
}

export type ShownToken = Omit<TokenRecord, 'secretHash'>;

/** What sluice.yaml says of the load of one service. */
export interface LoadSection {
  /** Absolute. */
  readonly scriptPath: string;
  readonly env: Readonly<Record<string, string>>;
  /** More of `__ENV`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What k6/secrets gives. */
  readonly givenSecrets: Readonly<Record<string, string>>;
  readonly hosts: readonly string[];
  readonly threads: number | undefined;
}

/**
 * What the CLI does in its own process, handed in by the wiring.
 *
 * Each may throw ConfigError (exit code 2) and SourceError (1); anything else is a bug and is shown with its stack. The offline ones open the state
 * folder themselves, and so fail while a server holds it.
 */
export interface LocalActions {
  /** Serves until the signal aborts, then stops in good order and resolves. */
  up(
    request: LocalRequest & {
      readonly host: string | undefined;
      readonly port: number | undefined;
      readonly onReady: (ready: UpReady) => void;
    },
  ): Promise<void>;
  /** Rejects with the signal's reason when it aborts; nothing of the service under test is left behind. */
  gate(request: GateRequest): Promise<CiGateResult>;
  verifyLedger(request: LocalRequest & { readonly head: LedgerHead | undefined }): Promise<LedgerVerification>;
  createToken(
    request: LocalRequest & { readonly name: string; readonly role: Role; readonly expiresAtMs: number | undefined },
  ): Promise<{ readonly text: string; readonly token: ShownToken }>;
  listTokens(request: LocalRequest): Promise<readonly ShownToken[]>;
  /** False when there is no such token or it was revoked before. */
  revokeToken(request: LocalRequest & { readonly id: string }): Promise<boolean>;
  /** The load section of a service; throws ConfigError where there is none, or where a secret that it names is unset. */
  loadSection(request: LocalRequest & { readonly service: string }): Promise<LoadSection>;
  /** What `sluice load` works with: no configuration, no state and no server. */
  loadEngine(): Promise<LoadEngine>;
  /** What `sluice rules` works with: no configuration, no state and no server. */
  ruleTools(): Promise<RuleTools>;
  /** The version of Sluice. */
  readonly version: string;
}
