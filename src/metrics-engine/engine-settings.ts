import type { EngineLimits } from './engine-limits.ts';

/** What an engine was opened with, as its operator may see it. */
export interface EngineSettings {
  readonly openedAtMs: number;
  readonly retentionMs: number;
  readonly lookbackMs: number;
  readonly evaluationIntervalMs: number;
  readonly limits: EngineLimits;
  /** The configuration as it was read. It may hold secrets: never show it as it is. */
  readonly config: string;
}
