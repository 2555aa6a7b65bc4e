import type { Work } from './promql/evaluate/evaluation.ts';
import type { CollectorClock } from './scrape/collector-clock.ts';

export interface SliceOptions {
  readonly clock: Pick<CollectorClock, 'monotonicMs'>;
  /** Lets scrapes and requests run between the pieces of long work. */
  readonly letOthersRun: () => Promise<void>;
  /** Throws once the work should stop. */
  readonly checkTime: () => void;
}

// Long enough that the pauses cost nothing, short enough that a scrape's timer hardly slips.
const SLICE_MS = 10;

/** Does work to its end, a slice of ten milliseconds at a time. Throws what the work or checkTime throws. */
export async function inSlices<Result>(work: Work<Result>, { clock, letOthersRun, checkTime }: SliceOptions): Promise<Result> {
  for (let sliceStartMs = clock.monotonicMs(); ; ) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (clock.monotonicMs() - sliceStartMs < SLICE_MS) continue;
    await letOthersRun();
    checkTime();
    sliceStartMs = clock.monotonicMs();
  }
}
