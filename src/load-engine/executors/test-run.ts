import type { Clock } from '../clock.ts';
import type { SampleSink, Tags } from '../virtual-user.ts';
import type { IterationTally } from './iteration-tally.ts';
import type { StartLagRecorder } from './start-lag.ts';
import type { VuPool } from './vu-pool.ts';

/** What all scenarios of one test share. */
export interface TestRun {
  readonly clock: Clock;
  readonly pool: VuPool;
  readonly tally: IterationTally;
  readonly lag: StartLagRecorder;
  readonly sink: SampleSink;
  /** Tags of every sample. */
  readonly tags: Tags;
  /** What setup() returned, as JSON. */
  readonly setupData: string | undefined;
  readonly minIterationDurationMs: number;
  /** Aborted when nothing new may start; what runs still has its graceful stop. */
  readonly stop: AbortSignal;
  /** Aborted when what runs must end now. */
  readonly interrupt: AbortSignal;
  /** The script asked for the end of the test. */
  readonly abort: (reason: string) => void;
  /** The engine can't go on, and the test has no result. */
  readonly fail: (error: unknown) => void;
}
