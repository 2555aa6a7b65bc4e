import { ChunkCache } from './chunk/chunk-cache.ts';
import { ChunkSealer } from './chunk/chunk-sealer.ts';
import { SampleBuffer } from './sample-buffer.ts';

/** What all series of a store use in turn, so that none has its own. */
export interface SeriesKit {
  readonly sealer: ChunkSealer;
  readonly cache: ChunkCache;
  readonly buffer: SampleBuffer;
}

/** A kit for one store. */
export function seriesKit(): SeriesKit {
  return { sealer: new ChunkSealer(), cache: new ChunkCache(), buffer: new SampleBuffer() };
}
