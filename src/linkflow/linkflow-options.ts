import type { LevelWithSilent } from 'pino';
import type { ScryptCost } from './auth/password-hash.ts';
import type { TokenLifetimes } from './auth/tokens.ts';
import type { Limits } from './gateway/client-limits.ts';
import type { FaultSetInput } from './kit/faults/fault-set.ts';
import type { StoragePlace } from './kit/store/open-storage.ts';

/** One version of the workflow service within the process; port 0 (the default) takes a free one. */
export interface WorkflowVersion {
  readonly version: string;
  readonly port?: number;
  readonly faults?: FaultSetInput;
}

/** What startLinkFlow() needs; what is absent has the default that its service gives it, ports are free ones. */
export interface LinkFlowOptions {
  /** At least one. The gateway sends everything to the first, until its admin API or its state file says otherwise. */
  readonly versions: readonly WorkflowVersion[];
  readonly adminToken: string;
  readonly storage?: StoragePlace;
  readonly host?: string;
  readonly adminHost?: string;
  readonly ports?: { readonly gateway?: number; readonly admin?: number; readonly auth?: number; readonly execution?: number };
  /** Where the gateway keeps its weights over a restart; memory without it. */
  readonly stateFile?: string;
  /** Where the signing key is kept over a restart; a new one without it. */
  readonly keyFile?: string;
  readonly providerStates?: boolean;
  readonly allowedHosts?: readonly string[];
  readonly limits?: Limits;
  readonly deadlineMs?: number;
  readonly lifetimes?: TokenLifetimes;
  readonly passwordCost?: ScryptCost;
  readonly logLevel?: LevelWithSilent;
  /** The OTEL_… variables. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly drainDelayMs?: number;
}

/** Where the parts of LinkFlow listen; each serves `/metrics`, `/healthz` and `/readyz` there, but for the admin port. */
export interface LinkFlowUrls {
  readonly gateway: string;
  readonly admin: string;
  readonly auth: string;
  readonly execution: string;
  /** By version. */
  readonly workflow: Readonly<Record<string, string>>;
}
