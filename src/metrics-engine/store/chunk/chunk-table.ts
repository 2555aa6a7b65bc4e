import { OFFSET, PLACE_NUMBERS, SHAPE, START, SUMMARY_NUMBERS } from './chunk-layout.ts';
import type { ChunkSealer } from './chunk-sealer.ts';
import { grown, NO_BYTES, NO_DOUBLES, NO_WORDS } from './grown.ts';
import { BYTES_BEHIND } from './packed-line.ts';

/** Chunks as they are written to a file and read from it: in columns, their starts and offsets counted from the first. */
export interface ChunkColumns {
  readonly summaries: Float64Array;
  readonly places: Uint32Array;
  readonly bytes: Uint8Array;
}

/**
 * The chunks of one series, oldest first. All stand in three columns, because an object a chunk would be larger than the chunk.
 * A chunk is named by its place, from 0; places move when chunks are dropped in front.
 */
export class ChunkTable {
  protected summaries = NO_DOUBLES;
  protected places = NO_WORDS;
  protected bytes = NO_BYTES;
  #length = 0;
  /** How many chunks there are. */
  count = 0;
  /** How many were dropped in front, ever: what a chunk's place moved by. */
  dropped = 0;

  get memoryBytes(): number {
    return this.summaries.byteLength + this.places.byteLength + this.bytes.byteLength;
  }

  /** Adds the chunk that a sealer has made; its first sample gets this number. */
  push(sealer: ChunkSealer, start: number): void {
    this.#makeRoom(1, sealer.length);
    this.summaries.set(sealer.summary, this.count * SUMMARY_NUMBERS);
    const at = this.count * PLACE_NUMBERS;
    this.places[at + START] = start;
    this.places[at + OFFSET] = this.#length;
    this.places[at + SHAPE] = sealer.shape;
    this.bytes.set(sealer.bytes.subarray(0, sealer.length), this.#length);
    this.count++;
    this.#length += sealer.length;
  }

  /** Adds chunks from a file; the first sample gets this number. */
  adopt({ summaries, places, bytes }: ChunkColumns, start: number): void {
    const count = places.length / PLACE_NUMBERS;
    this.#makeRoom(count, bytes.length);
    this.summaries.set(summaries, this.count * SUMMARY_NUMBERS);
    this.places.set(moved(places, start, this.#length), this.count * PLACE_NUMBERS);
    this.bytes.set(bytes, this.#length);
    this.count += count;
    this.#length += bytes.length;
  }

  /** The chunks from one place up to another, to be written to a file. Good until the next chunk is added or dropped. */
  columns(from: number, to: number): ChunkColumns {
    const places = this.places.subarray(from * PLACE_NUMBERS, to * PLACE_NUMBERS);
    return {
      summaries: this.summaries.subarray(from * SUMMARY_NUMBERS, to * SUMMARY_NUMBERS),
      places: moved(places, -(places[START] ?? 0), -(places[OFFSET] ?? 0)),
      bytes: this.bytes.subarray(this.#offset(from), this.#offset(to)),
    };
  }

  /** Drops so many chunks in front. */
  drop(count: number): void {
    if (count === 0) return;
    const offset = this.#offset(count);
    this.summaries = this.summaries.slice(count * SUMMARY_NUMBERS, this.count * SUMMARY_NUMBERS);
    this.places = moved(this.places.subarray(count * PLACE_NUMBERS, this.count * PLACE_NUMBERS), 0, -offset);
    this.bytes = this.bytes.slice(offset, this.#length + BYTES_BEHIND);
    this.count -= count;
    this.#length -= offset;
    this.dropped += count;
  }

  /** One number of a chunk's summary. */
  summary(chunk: number, what: number): number {
    return this.summaries[chunk * SUMMARY_NUMBERS + what] ?? 0;
  }

  /** One number of a chunk's place. */
  protected place(chunk: number, what: number): number {
    return this.places[chunk * PLACE_NUMBERS + what] ?? 0;
  }

  #offset(chunk: number): number {
    return chunk < this.count ? this.place(chunk, OFFSET) : this.#length;
  }

  #makeRoom(chunks: number, bytes: number): void {
    this.summaries = grown(this.summaries, (this.count + chunks) * SUMMARY_NUMBERS);
    this.places = grown(this.places, (this.count + chunks) * PLACE_NUMBERS);
    this.bytes = grown(this.bytes, this.#length + bytes + BYTES_BEHIND);
  }
}

/** Places with other starts and offsets; what falls below zero wraps around, and back again. */
function moved(places: Uint32Array, byStart: number, byOffset: number): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(places);
  for (let at = 0; at < copy.length; at += PLACE_NUMBERS) {
    copy[at + START] = (copy[at + START] ?? 0) + byStart;
    copy[at + OFFSET] = (copy[at + OFFSET] ?? 0) + byOffset;
  }
  return copy;
}
