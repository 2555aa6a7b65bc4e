import type { Clock } from './clock.ts';
import type { LoadProgress } from './load-result.ts';
import type { OpenScript, SandboxLimits } from './virtual-user.ts';

/** Where the lines of a test and of its script go. */
export type LoadLog = (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;

/** Limits of one run: of each sandbox, and of all of them together. */
export interface LoadLimits extends SandboxLimits {
  /** The most users that the scenarios together may have at once. */
  readonly maxVus: number;
}

/** What to run, with what, and whom to tell. */
export interface RunScriptRequest {
  readonly scriptPath: string;
  /** All that `__ENV` shows. */
  readonly env: Readonly<Record<string, string>>;
  readonly limits: LoadLimits;
  /** Ends the test gracefully: nothing new starts, what runs has its gracefulStop, then teardown and the summary. */
  readonly signal: AbortSignal;
  /** Called twice a second. */
  readonly onProgress: (progress: LoadProgress) => void;
  readonly log: LoadLog;
  readonly clock: Clock;
  readonly openScript: OpenScript;
  /** The folder inside of which handleSummary may write files. */
  readonly workingFolder: string;
}
