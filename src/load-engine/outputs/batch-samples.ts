import type { Sample } from './load-output.ts';
import type { SampleListener } from './tee-samples.ts';

/** A listener that hands samples on many at a time. */
export interface SampleBatches {
  readonly sample: SampleListener;
  /** Posts what there is now: called by a timer and at the end. */
  readonly flush: () => void;
}

/**
 * Gathers samples and posts them whenever there are `most`, for a thread that has no outputs of its own.
 *
 * Samples of one request share their tags, and all samples of a metric its declaration; structured cloning keeps that, so a batch is far
 * smaller than its samples apart.
 */
export function batchSamples(most: number, post: (samples: readonly Sample[]) => void): SampleBatches {
  let batch: Sample[] = [];
  const flush = (): void => {
    if (batch.length === 0) return;
    const full = batch;
    batch = [];
    post(full);
  };
  return {
    sample: (sample) => {
      batch.push(sample);
      if (batch.length >= most) flush();
    },
    flush,
  };
}
