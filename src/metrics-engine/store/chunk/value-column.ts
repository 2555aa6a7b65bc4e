import { NO_WIDTH, SCALES } from './chunk-layout.ts';
import { LARGEST_ON_LINE, measureLine, type PackedLine, packedAt, packedBytes, packedInView, packLine, slopeOf } from './packed-line.ts';
import { putWord, wordAt } from './word.ts';
import { packXor, unpackXor } from './xor-values.ts';

const HEADER_BYTES = 4;

/** Values of a chunk, packed. */
export interface PackedValues {
  /** Bits a value on its line; NO_WIDTH when they are packed as differences of bits. */
  readonly width: number;
  readonly decimals: number;
  /** The offset behind the bytes. */
  readonly end: number;
}

// Up to here values on a line are kept so even if differences of bits were shorter: any one of them is read at once.
const SHORT_ENOUGH = 10;
// And beyond, unless the differences are a quarter shorter.
const WORTH_READING_ALL = 0.75;

/**
 * Packs the values of a chunk: on a line when all are decimals of up to six places, as counters and most gauges are, unless differences
 * of bits are much shorter. Both give back every value bit by bit; that of a NaN is not kept on purpose. `scratch` is overwritten.
 */
export function packValues(values: Float64Array, count: number, target: Uint8Array, offset: number, scratch: Float64Array): PackedValues {
  const decimals = toWhole(values, count, scratch);
  const line = decimals === undefined ? undefined : measureLine(scratch, count);
  if (decimals === undefined || line === undefined) return xored(values, count, target, offset);
  if (line.width > SHORT_ENOUGH) {
    const differences = xored(values, count, target, offset);
    if (differences.end - offset < WORTH_READING_ALL * lineBytes(count, line.width)) return differences;
  }
  return lined(scratch, count, { line, decimals }, target, offset);
}

function xored(values: Float64Array, count: number, target: Uint8Array, offset: number): PackedValues {
  return { width: NO_WIDTH, decimals: 0, end: packXor(values, count, target, offset) };
}

function lined(
  numbers: Float64Array,
  count: number,
  { line, decimals }: { readonly line: PackedLine; readonly decimals: number },
  target: Uint8Array,
  offset: number,
): PackedValues {
  if (line.width === 0) return { width: 0, decimals, end: offset };
  putWord(target, offset, line.depth);
  return { width: line.width, decimals, end: packLine(numbers, count, line, target, offset + HEADER_BYTES) };
}

/** Fills a column with whole numbers that give the values back when divided by a power of ten, and answers the power; undefined when there is none. */
function toWhole(values: Float64Array, count: number, whole: Float64Array): number | undefined {
  const power = powerFor(values, count);
  const scale = SCALES[power];
  if (scale === undefined) return undefined;
  for (let index = 0; index < count; index++) {
    const value = values[index] ?? 0;
    const number = Math.round(value * scale);
    if (number / scale !== value || Math.abs(number) > LARGEST_ON_LINE || Object.is(value, -0)) return undefined;
    whole[index] = number;
  }
  return power;
}

/** The least power of ten that makes each value whole, one by one; one too many when there is none. */
function powerFor(values: Float64Array, count: number): number {
  let power = 0;
  for (let index = 0; index < count && power < SCALES.length; index++) {
    const value = values[index] ?? 0;
    while (power < SCALES.length && !isWholeAt(value, SCALES[power] ?? 1)) power++;
  }
  return power;
}

function isWholeAt(value: number, scale: number): boolean {
  return Math.round(value * scale) / scale === value;
}

function lineBytes(count: number, width: number): number {
  return width === 0 ? 0 : HEADER_BYTES + packedBytes(count, width);
}

/** How the values of a chunk are packed. */
export interface ValuesShape {
  readonly count: number;
  /** Ten to the power of `decimals`. */
  readonly scale: number;
  /** As packValues answered it. */
  readonly width: number;
  readonly first: number;
  readonly last: number;
}

/** How far one value of a chunk lies from its line, in steps of the last decimal; not for a width of 0 or NO_WIDTH. */
export function distanceFromLine(bytes: Uint8Array, offset: number, width: number, index: number): number {
  return packedAt(bytes, offset + HEADER_BYTES, width, index) - wordAt(bytes, offset);
}

/** Writes all values of a chunk into a column, from its place 0 on. */
export function unpackValues(bytes: Uint8Array, offset: number, shape: ValuesShape, target: Float64Array): void {
  const { count, scale, width, first, last } = shape;
  if (width === NO_WIDTH) {
    unpackXor(bytes, offset, shape, target);
    return;
  }
  const from = Math.round(first * scale);
  const slope = slopeOf(from, Math.round(last * scale), count);
  if (width === 0) {
    for (let index = 0; index < count; index++) target[index] = (from + Math.floor(index * slope)) / scale;
    return;
  }
  const base = from - wordAt(bytes, offset);
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset + HEADER_BYTES);
  for (let index = 0; index < count; index++) {
    target[index] = (base + Math.floor(index * slope) + packedInView(view, width, index)) / scale;
  }
}
