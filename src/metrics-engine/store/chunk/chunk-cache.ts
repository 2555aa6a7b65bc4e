import { CHUNK_SAMPLES } from './chunk-layout.ts';
import type { SealedChunks } from './sealed-chunks.ts';

interface Unpacked {
  chunks: SealedChunks | undefined;
  /** The chunk's place as if none had ever been dropped. */
  ordinal: number;
  readonly values: Float64Array<ArrayBuffer>;
}

// A sliding window reads the chunks of its two edges again and again, an expression of two or three such windows a few more.
const KEPT = 8;

/** The values of the chunks that were unpacked last, of all series of a store. */
export class ChunkCache {
  readonly #kept: readonly Unpacked[] = Array.from({ length: KEPT }, () => ({
    chunks: undefined,
    ordinal: 0,
    values: new Float64Array(CHUNK_SAMPLES),
  }));
  #next = 0;

  /** All values of a chunk, from place 0 on; good until a few others were asked for. */
  values(chunks: SealedChunks, chunk: number): Float64Array {
    const ordinal = chunk + chunks.dropped;
    for (const kept of this.#kept) if (kept.chunks === chunks && kept.ordinal === ordinal) return kept.values;
    const oldest = this.#kept[this.#next];
    if (oldest === undefined) throw new RangeError('the cache has no room at all');
    this.#next = (this.#next + 1) % KEPT;
    oldest.chunks = chunks;
    oldest.ordinal = ordinal;
    chunks.unpack(chunk, oldest.values);
    return oldest.values;
  }
}
