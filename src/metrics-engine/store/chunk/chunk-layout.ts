/** The most samples of a chunk: as many as Prometheus has in one, half an hour at a scrape each 15 s. */
export const CHUNK_SAMPLES = 120;

/** What is known of a chunk without reading it: so many numbers, at these places. */
export const SUMMARY_NUMBERS = 8;
export const FIRST_MS = 0;
export const LAST_MS = 1;
export const FIRST_VALUE = 2;
export const LAST_VALUE = 3;
export const LEAST = 4;
export const GREATEST = 5;
export const SUM = 6;
export const COMPENSATION = 7;

/** Where a chunk is: the number of its first sample, the offset of its bytes, its shape. */
export const PLACE_NUMBERS = 3;
export const START = 0;
export const OFFSET = 1;
export const SHAPE = 2;

/** How a chunk's bytes are to be read. It is one number of 32 bits where it is kept. */
export interface ChunkShape {
  readonly count: number;
  /** Times on a line: bits a time in steps of the unit that the bytes begin with; a fixed interval has none. NO_WIDTH: eight bytes a time. */
  readonly timeWidth: number;
  /** Values on a line: bits a value. NO_WIDTH: packed as differences of bits. */
  readonly valueWidth: number;
  /** Values on a line are whole after times ten to this power. */
  readonly decimals: number;
  /** Whether there are so many resets that they are found by reading the chunk. */
  readonly isRestless: boolean;
}

/** The width of what is not on a line. */
export const NO_WIDTH = 63;

/** A shape as one number. */
export function shapeNumber({ count, timeWidth, valueWidth, decimals, isRestless }: ChunkShape): number {
  return count | (timeWidth << 7) | (valueWidth << 13) | (decimals << 19) | (isRestless ? 1 << 22 : 0);
}

export function countOf(shape: number): number {
  return shape & 127;
}

/** Bits a time, or NO_WIDTH. */
export function timeWidthOf(shape: number): number {
  return (shape >>> 7) & 63;
}

/** Bits a value, or NO_WIDTH. */
export function valueWidthOf(shape: number): number {
  return (shape >>> 13) & 63;
}

/** Ten to the power by which the values become whole. */
export function scaleOf(shape: number): number {
  return SCALES[(shape >>> 19) & 7] ?? 1;
}

export function isRestless(shape: number): boolean {
  return shape >>> 22 === 1;
}

/** The powers of ten by which values may become whole. */
export const SCALES = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;
