import type { LoadResult } from '../load-result.ts';
import type { LoadRecord } from '../record/load-record.ts';
import type { MetricDeclaration, Tags } from '../virtual-user.ts';

/** One measured value, as the outputs see it. */
export interface Sample {
  readonly metric: MetricDeclaration;
  readonly value: number;
  readonly tags: Tags;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** `trace_id`, `vu`, `iter`, where there are. */
  readonly metadata: Tags | undefined;
}

/** What an output is told before the first sample. */
export interface OutputStart {
  readonly startedAtMs: number;
  readonly scriptPath: string;
  /** The consolidated options, as `exec.test.options` shows them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The thresholds of each metric or part of one, as the script writes them. */
  readonly thresholds: Readonly<Record<string, readonly string[]>>;
}

/** Who is told of every sample of a run, and of its result. An output that fails never harms the run: what it lost is a problem that is told. */
export interface LoadOutput {
  /** As people named it: `json=samples.ndjson`. */
  readonly name: string;
  /** Opens what it writes to; rejects where that can't be had, and then nothing is run. */
  start(start: OutputStart): Promise<void>;
  /** Thousands of times a second: cheap, synchronous, bounded in memory, never throws. Absent where an output wants the result alone. */
  readonly sample?: (sample: Sample) => void;
  /** Writes what is left and closes, given the result and what it was computed from; the answer is what was lost or went wrong, in sentences. Never rejects, and ends within its own deadline. */
  finish(result: LoadResult, record: LoadRecord): Promise<readonly string[]>;
}
