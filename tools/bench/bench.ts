import type { Processes } from './processes.ts';

/** What every measurement needs to know. */
export interface Bench {
  /** The repository's own folder. */
  readonly root: string;
  /** Where configurations, logs and raw results go. */
  readonly folder: string;
  readonly repetitions: number;
  /** How long each load run of a gate is, in seconds. */
  readonly loadSeconds: number;
  /** How long each open-model run of a load tool is, in seconds. */
  readonly openSeconds: number;
  /** How long each closed-loop run of a load tool is, in seconds. */
  readonly closedSeconds: number;
  readonly processes: Processes;
  /** Aborts on Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}
