import { CHUNK_SAMPLES, LAST_MS, LAST_VALUE } from './chunk/chunk-layout.ts';
import type { ChunkColumns } from './chunk/chunk-table.ts';
import { SealedChunks } from './chunk/sealed-chunks.ts';
import { HotColumns } from './hot-columns.ts';
import { type ResetColumns, ResetIndex } from './reset-index.ts';
import type { SeriesKit } from './series-kit.ts';

// Series that began together would all be sealed at the same scrape, which would then take a hundred times as long as the others. So
// each seals the chunk with which it begins at a length of its own.
const STAGGER = 61;

/** Chunks with the resets within them; numbers are counted from the first sample. */
export interface ChunksWithResets {
  readonly chunks: ChunkColumns;
  readonly resets: ResetColumns;
}

/** Takes in the samples of one series, numbered from the oldest that ever was: sealed chunks, and the newest in hot columns behind them. */
export class SampleColumns {
  protected readonly kit: SeriesKit;
  protected readonly hot = new HotColumns();
  protected readonly resets = new ResetIndex();
  protected readonly chunks = new SealedChunks();
  /** The number of the first hot sample. */
  protected hotStart = 0;
  /** Whether there ever was a chunk whose resets are not in the index. */
  protected isRestless = false;
  readonly #firstSealAt: number;
  #sealAt: number;

  constructor(kit: SeriesKit, id: number) {
    this.kit = kit;
    this.#firstSealAt = CHUNK_SAMPLES - (id % STAGGER);
    this.#sealAt = this.#firstSealAt;
  }

  /** The number behind the newest sample. */
  get end(): number {
    return this.hotStart + this.hot.count;
  }

  /** The time of the newest sample that was ever appended; −Infinity when there was none. */
  get newestMs(): number {
    return this.hot.lastMs;
  }

  /** The newest value; NaN when none is kept. */
  get newestValue(): number {
    return this.hot.count > 0 ? this.hot.valueAt(this.hot.count - 1) : this.lastSealed;
  }

  get memoryBytes(): number {
    return this.chunks.memoryBytes + this.hot.memoryBytes + this.resets.memoryBytes;
  }

  /** How many chunks there ever were: the ordinal of the next. */
  get chunksEver(): number {
    return this.chunks.dropped + this.chunks.count;
  }

  /** Appends a sample that must be newer than the newest; the caller has checked. */
  append(atMs: number, value: number): void {
    this.hot.append(atMs, value);
    if (this.hot.count < this.#sealAt) return;
    this.seal();
    this.#sealAt = CHUNK_SAMPLES;
  }

  /** Makes a chunk of the hot samples, if there are any. */
  seal(): void {
    const { hot, hotStart, lastSealed } = this;
    const { sealer, buffer } = this.kit;
    if (hot.count === 0) return;
    hot.copyTimes(0, hot.count, buffer.times, 0);
    sealer.seal({ times: buffer.times, values: hot.values, count: hot.count, before: lastSealed });
    for (const index of sealer.resets) this.resets.push(hotStart + index, index === 0 ? lastSealed : hot.valueAt(index - 1));
    this.chunks.push(sealer, hotStart);
    this.isRestless ||= this.chunks.isRestless(this.chunks.count - 1);
    this.hotStart += hot.count;
    hot.clear();
    this.#sealAt = this.#firstSealAt;
  }

  /** Adds chunks from a file, all newer than what is there. */
  adopt({ chunks, resets }: ChunksWithResets): void {
    this.seal();
    const start = this.hotStart;
    const known = this.chunks.count;
    this.chunks.adopt(chunks, start);
    for (const [index, number] of resets.numbers.entries()) this.resets.push(start + number, resets.values[index] ?? 0);
    for (let chunk = known; chunk < this.chunks.count; chunk++) this.isRestless ||= this.chunks.isRestless(chunk);
    this.hotStart = this.chunks.end;
    this.hot.lastMs = this.chunks.summary(this.chunks.count - 1, LAST_MS);
  }

  /** The chunks from an ordinal up to another that are still kept, to be written to a file. Good until the series is written to. */
  chunksBetween(fromOrdinal: number, toOrdinal: number): ChunksWithResets {
    const { chunks } = this;
    const to = Math.max(0, toOrdinal - chunks.dropped);
    const from = Math.min(to, Math.max(0, fromOrdinal - chunks.dropped));
    const start = chunks.start(from);
    const end = to < chunks.count ? chunks.start(to) : this.hotStart;
    const resets = this.resets.between(start, from < to ? end : start);
    return {
      chunks: chunks.columns(from, to),
      resets: { numbers: resets.numbers.map((number) => number - start), values: resets.values },
    };
  }

  protected get lastSealed(): number {
    return this.chunks.count === 0 ? Number.NaN : this.chunks.summary(this.chunks.count - 1, LAST_VALUE);
  }
}
