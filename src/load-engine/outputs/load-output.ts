import type { LoadResult } from '../load-result.ts';
import type { CheckTally } from '../metrics/check-tallies.ts';
import type { LoadRecord } from '../record/load-record.ts';
import type { TimeUnit } from '../summary/format-value.ts';
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

/** What an output is told at the end besides the result. */
export interface OutputEnd {
  /** Every check by its name and group, in the order in which they were first made. */
  readonly checks: readonly CheckTally[];
  /** What setup() returned, as JSON. */
  readonly setupData: string | undefined;
  /** What the script asks its summary to show of a trend; the result has more. */
  readonly trendStats: readonly string[];
  readonly timeUnit: TimeUnit;
  /** What the result was computed from. */
  readonly record: LoadRecord;
}

/** Who is told of every sample of a run, and of its result. An output that fails never harms the run: what it lost is a problem that is told. */
export interface LoadOutput {
  /** As people named it: `json=samples.ndjson`. */
  readonly name: string;
  /** Opens what it writes to; rejects where that can't be had, and then nothing is run. */
  start(start: OutputStart): Promise<void>;
  /** Thousands of times a second: cheap, synchronous, bounded in memory, never throws. Absent where an output wants the result alone. */
  readonly sample?: (sample: Sample) => void;
  /** Writes what is left and closes; the answer is what was lost or went wrong, in sentences. Never rejects, and ends within its own deadline. */
  finish(result: LoadResult, end: OutputEnd): Promise<readonly string[]>;
  /** Closes where there is no result, since the engine itself failed; absent where nothing is open. Never rejects. */
  readonly abandon?: () => Promise<void>;
}
