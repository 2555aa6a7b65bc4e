import { NO_WIDTH } from './chunk-layout.ts';
import { LARGEST_ON_LINE, measureLine, packedAt, packedBytes, packedInView, packLine, slopeOf } from './packed-line.ts';
import { putWord, wordAt } from './word.ts';

// Before packed times stand the unit, by which all intervals can be divided, and how far the lowest lies below the line.
const HEADER_BYTES = 8;
const RAW_BYTES = 8;

/** Times of a chunk, packed. */
export interface PackedTimes {
  /** Bits a time; NO_WIDTH when each takes eight bytes. */
  readonly width: number;
  /** The offset behind the bytes. */
  readonly end: number;
}

/**
 * Packs the times of a chunk. At a fixed interval they take nothing; else they are counted in the largest unit that divides all
 * intervals, so that missed scrapes of a fixed grid cost a few bits. What is no whole millisecond, or lies too wide, is kept as it is.
 * `scratch` has room for `count` numbers and is overwritten.
 */
export function packTimes(times: Float64Array, count: number, target: Uint8Array, scratch: Float64Array): PackedTimes {
  const unit = unitOf(times, count);
  if (unit === undefined) return rawTimes(times, count, target);
  if (isEven(times, count)) return { width: 0, end: 0 };
  const first = times[0] ?? 0;
  for (let index = 0; index < count; index++) scratch[index] = ((times[index] ?? 0) - first) / unit;
  const line = measureLine(scratch, count);
  if (line === undefined) return rawTimes(times, count, target);
  // A width of 0 says that there is no header, so a line in a larger unit takes a bit.
  const packing = { width: Math.max(1, line.width), depth: line.depth };
  putWord(target, 0, unit);
  putWord(target, 4, packing.depth);
  return { width: packing.width, end: packLine(scratch, count, packing, target, HEADER_BYTES) };
}

function isEven(times: Float64Array, count: number): boolean {
  const interval = (times[1] ?? 0) - (times[0] ?? 0);
  for (let index = 2; index < count; index++) if ((times[index] ?? 0) - (times[index - 1] ?? 0) !== interval) return false;
  return true;
}

/** undefined when no unit serves. */
function unitOf(times: Float64Array, count: number): number | undefined {
  let unit = 0;
  for (let index = 0; index < count; index++) {
    const atMs = times[index] ?? 0;
    if (!Number.isInteger(atMs) || Math.abs(atMs) > LARGEST_ON_LINE) return undefined;
    if (index > 0 && unit !== 1) unit = greatestDivisor(atMs - (times[index - 1] ?? 0), unit);
  }
  return unit > 0xffff_ffff ? undefined : Math.max(1, unit);
}

function greatestDivisor(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

function rawTimes(times: Float64Array, count: number, target: Uint8Array): PackedTimes {
  const view = new DataView(target.buffer, target.byteOffset);
  for (let index = 0; index < count; index++) view.setFloat64(index * RAW_BYTES, times[index] ?? 0, true);
  return { width: NO_WIDTH, end: count * RAW_BYTES };
}

/** The bytes that packed times take. */
export function timeBytes(count: number, width: number): number {
  if (width === 0) return 0;
  return width === NO_WIDTH ? count * RAW_BYTES : HEADER_BYTES + packedBytes(count, width);
}

/** The times of a chunk between which the intervals differ. */
export interface UnevenTimes {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
  /** As packTimes answered it, but not 0. */
  readonly width: number;
}

/** One of uneven times. */
export function unevenTime(bytes: Uint8Array, offset: number, { firstMs, lastMs, count, width }: UnevenTimes, index: number): number {
  if (width === NO_WIDTH) return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(offset + index * RAW_BYTES, true);
  const unit = wordAt(bytes, offset);
  const line = Math.floor(index * slopeOf(0, (lastMs - firstMs) / unit, count));
  return firstMs + (line + packedAt(bytes, offset + HEADER_BYTES, width, index) - wordAt(bytes, offset + 4)) * unit;
}

/** Writes uneven times [from, to) into a column, each at its own index plus `shift`. */
export function copyUnevenTimes(
  { bytes, offset, times }: { readonly bytes: Uint8Array; readonly offset: number; readonly times: UnevenTimes },
  [from, to]: readonly [number, number],
  target: Float64Array,
  shift: number,
): void {
  const { firstMs, lastMs, count, width } = times;
  if (width === NO_WIDTH) {
    for (let index = from; index < to; index++) target[index + shift] = unevenTime(bytes, offset, times, index);
    return;
  }
  const unit = wordAt(bytes, offset);
  const depth = wordAt(bytes, offset + 4);
  const slope = slopeOf(0, (lastMs - firstMs) / unit, count);
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset + HEADER_BYTES);
  for (let index = from; index < to; index++) {
    target[index + shift] = firstMs + (Math.floor(index * slope) + packedInView(view, width, index) - depth) * unit;
  }
}
