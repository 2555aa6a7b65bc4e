import { CHUNK_SAMPLES } from './chunk/chunk-layout.ts';

/** Two columns into which samples are unpacked to be read; they grow to the longest that was asked for. */
export class SampleBuffer {
  times = new Float64Array(CHUNK_SAMPLES);
  values = new Float64Array(CHUNK_SAMPLES);

  /** Makes room for a number of samples. What stood in the columns may be lost. */
  reserve(samples: number): void {
    if (samples <= this.times.length) return;
    const room = Math.ceil(samples * 1.5);
    this.times = new Float64Array(room);
    this.values = new Float64Array(room);
  }
}
