import { signedWordAt } from './word.ts';

/**
 * How whole numbers that nearly lie on a line are packed: each as its distance from the line from first to last, in `width` bits.
 *
 * Any number is found without reading those before it, and a straight line takes no bits at all: scrapes at a fixed interval, counters
 * of a steady pace. The line is worked out anew at each reading by the same float operations, which are the same on every machine.
 */
export interface PackedLine {
  /** Bits a number: 0 to 24, or 32. */
  readonly width: number;
  /** How far below the line the lowest number is, as a positive number. */
  readonly depth: number;
}

// A number is read as four bytes from where it begins, so one that begins within a byte can have 24 bits; wider ones begin at bytes.
const WIDEST_WITHIN = 24;
const WHOLE_WORD = 32;
/** Whole numbers up to here can be subtracted from each other without rounding. */
export const LARGEST_ON_LINE = 2 ** 52;

/** The bytes that must be readable behind the last packed number. */
export const BYTES_BEHIND = 4;

/** The line's rise from one number to the next. */
export function slopeOf(first: number, last: number, count: number): number {
  return count > 1 ? (last - first) / (count - 1) : 0;
}

/** How whole numbers, at most LARGEST_ON_LINE from zero, would be packed; undefined when they lie too far from a line. */
export function measureLine(numbers: Float64Array, count: number): PackedLine | undefined {
  const first = numbers[0] ?? 0;
  const slope = slopeOf(first, numbers[count - 1] ?? 0, count);
  let low = 0;
  let high = 0;
  for (let index = 1; index < count; index++) {
    const distance = (numbers[index] ?? 0) - first - Math.floor(index * slope);
    if (distance < low) low = distance;
    else if (distance > high) high = distance;
  }
  const width = widthOf(high - low);
  return width === undefined ? undefined : { width, depth: -low };
}

function widthOf(span: number): number | undefined {
  if (span > 0xffff_ffff) return undefined;
  const bits = WHOLE_WORD - Math.clz32(span);
  return bits > WIDEST_WITHIN ? WHOLE_WORD : bits;
}

/** The bytes that so many packed numbers take. */
export function packedBytes(count: number, width: number): number {
  return (count * width + 7) >>> 3;
}

/** Writes packed numbers from an offset on; answers the offset behind them. */
export function packLine(numbers: Float64Array, count: number, { width, depth }: PackedLine, target: Uint8Array, offset: number): number {
  if (width === 0) return offset;
  const first = numbers[0] ?? 0;
  const slope = slopeOf(first, numbers[count - 1] ?? 0, count);
  let at = offset;
  let pending = 0;
  let pendingBits = 0;
  for (let index = 0; index < count; index++) {
    const distance = (numbers[index] ?? 0) - first - Math.floor(index * slope) + depth;
    pending |= distance << pendingBits;
    pendingBits += width;
    for (; pendingBits >= 8; pendingBits -= 8) {
      target[at++] = pending;
      pending >>>= 8;
    }
  }
  if (pendingBits > 0) target[at++] = pending;
  return at;
}

/** The bits of one packed number; the four bytes from where it begins must be readable. */
export function packedAt(bytes: Uint8Array, offset: number, width: number, index: number): number {
  const bit = index * width;
  const word = signedWordAt(bytes, offset + (bit >>> 3));
  return width === WHOLE_WORD ? word >>> 0 : (word >>> (bit & 7)) & ((1 << width) - 1);
}

/** As packedAt, from the beginning of a view: the faster for many numbers, since a word is read at once. */
export function packedInView(view: DataView, width: number, index: number): number {
  const bit = index * width;
  const word = view.getInt32(bit >>> 3, true);
  return width === WHOLE_WORD ? word >>> 0 : (word >>> (bit & 7)) & ((1 << width) - 1);
}
