import {
  CHUNK_SAMPLES,
  COMPENSATION,
  FIRST_MS,
  FIRST_VALUE,
  GREATEST,
  LAST_MS,
  LAST_VALUE,
  LEAST,
  SUM,
  SUMMARY_NUMBERS,
  shapeNumber,
} from './chunk-layout.ts';
import { greater, lesser } from './extremes.ts';
import { SumFold } from './sum-fold.ts';
import { packTimes } from './time-column.ts';
import { packValues } from './value-column.ts';

/** Samples that are to become a chunk: 1 to CHUNK_SAMPLES of them. */
export interface OpenSamples {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly count: number;
  /** The value before them; NaN when there is none. */
  readonly before: number;
}

// An index entry takes 12 bytes; from so many resets on, reading the chunk is the cheaper index.
const MOST_RESETS = 6;
// The longest that 120 samples can be: each time as it is, each value with new bounds.
const MOST_BYTES = 8 + CHUNK_SAMPLES * (8 + 10);

/** Turns samples into a chunk. One serves a whole store: what it answers is good until the next. */
export class ChunkSealer {
  readonly summary = new Float64Array(SUMMARY_NUMBERS);
  /** The chunk's bytes; `length` of them. */
  readonly bytes = new Uint8Array(MOST_BYTES);
  length = 0;
  shape = 0;
  /** Places of the samples that are smaller than the one before, unless they are so many that the chunk is restless. */
  readonly resets: number[] = [];
  readonly #scratch = new Float64Array(CHUNK_SAMPLES);

  seal(samples: OpenSamples): void {
    const { times, values, count } = samples;
    this.#summarize(samples);
    const isRestless = this.#findResets(samples);
    const packedTimes = packTimes(times, count, this.bytes, this.#scratch);
    const packedValues = packValues(values, count, this.bytes, packedTimes.end, this.#scratch);
    this.length = packedValues.end;
    this.shape = shapeNumber({
      count,
      timeWidth: packedTimes.width,
      valueWidth: packedValues.width,
      decimals: packedValues.decimals,
      isRestless,
    });
  }

  #summarize({ times, values, count }: OpenSamples): void {
    const fold = new SumFold();
    let least = Number.NaN;
    let greatest = Number.NaN;
    for (let index = 0; index < count; index++) {
      const value = values[index] ?? 0;
      fold.add(value);
      least = lesser(value, least);
      greatest = greater(value, greatest);
    }
    const { summary } = this;
    summary[FIRST_MS] = times[0] ?? 0;
    summary[LAST_MS] = times[count - 1] ?? 0;
    summary[FIRST_VALUE] = values[0] ?? 0;
    summary[LAST_VALUE] = values[count - 1] ?? 0;
    summary[LEAST] = least;
    summary[GREATEST] = greatest;
    summary[SUM] = fold.sum;
    summary[COMPENSATION] = fold.compensation;
  }

  #findResets({ values, count, before }: OpenSamples): boolean {
    this.resets.length = 0;
    let previous = before;
    for (let index = 0; index < count; index++) {
      const value = values[index] ?? 0;
      if (value < previous) this.resets.push(index);
      previous = value;
    }
    const isRestless = this.resets.length > MOST_RESETS;
    if (isRestless) this.resets.length = 0;
    return isRestless;
  }
}
