import { COMPENSATION, GREATEST, LEAST, SUM } from './chunk/chunk-layout.ts';
import { greater, lesser } from './chunk/extremes.ts';
import type { SealedChunks } from './chunk/sealed-chunks.ts';
import { SumFold } from './chunk/sum-fold.ts';

/** Comes to something over the values of many samples: over some of a column, or over a whole chunk by its summary alone. */
export interface SampleFold {
  part(values: Float64Array, from: number, to: number): void;
  whole(chunks: SealedChunks, chunk: number): void;
}

/** The compensated sum. */
export class SumOfSamples extends SumFold implements SampleFold {
  part(values: Float64Array, from: number, to: number): void {
    for (let index = from; index < to; index++) this.add(values[index] ?? 0);
  }

  whole(chunks: SealedChunks, chunk: number): void {
    this.addSum(chunks.summary(chunk, SUM), chunks.summary(chunk, COMPENSATION));
  }
}

/** The smallest value. */
export class LeastOfSamples implements SampleFold {
  value = Number.NaN;

  part(values: Float64Array, from: number, to: number): void {
    for (let index = from; index < to; index++) this.value = lesser(values[index] ?? 0, this.value);
  }

  whole(chunks: SealedChunks, chunk: number): void {
    this.value = lesser(chunks.summary(chunk, LEAST), this.value);
  }
}

/** The largest value. */
export class GreatestOfSamples implements SampleFold {
  value = Number.NaN;

  part(values: Float64Array, from: number, to: number): void {
    for (let index = from; index < to; index++) this.value = greater(values[index] ?? 0, this.value);
  }

  whole(chunks: SealedChunks, chunk: number): void {
    this.value = greater(chunks.summary(chunk, GREATEST), this.value);
  }
}
