import { BitWriter } from './bit-writer.ts';

/**
 * Any values, each as the bits in which it differs from the one before it: one bit when it is the same, else the bits between the
 * first and the last that differ, within the same bounds as before where that is shorter. The first value is kept elsewhere.
 *
 * Source: T. Pelkonen et al., Gorilla: A Fast, Scalable, In-Memory Time Series Database, VLDB 2015, section 4.1.2.
 */
export function packXor(values: Float64Array, count: number, target: Uint8Array, offset: number): number {
  const bits = new BitWriter(target, offset);
  const words = new Uint32Array(values.buffer, values.byteOffset, count * 2);
  const bounds = { leading: 64, trailing: 64 };
  for (let index = 1; index < count; index++) {
    const at = index * 2;
    putDifference(bits, bounds, (words[at + 1] ?? 0) ^ (words[at - 1] ?? 0), (words[at] ?? 0) ^ (words[at - 2] ?? 0));
  }
  return bits.end();
}

interface Bounds {
  leading: number;
  trailing: number;
}

const BOUNDS_BITS = 11;
const MOST_LEADING = 31;

function putDifference(bits: BitWriter, bounds: Bounds, high: number, low: number): void {
  if (high === 0 && low === 0) {
    bits.put(0, 1);
    return;
  }
  const leading = Math.min(MOST_LEADING, high === 0 ? 32 + Math.clz32(low) : Math.clz32(high));
  const trailing = low === 0 ? 32 + zerosBehind(high) : zerosBehind(low);
  const kept = 64 - bounds.leading - bounds.trailing;
  const fits = leading >= bounds.leading && trailing >= bounds.trailing;
  if (fits && kept <= 64 - leading - trailing + BOUNDS_BITS) bits.put(0b01, 2);
  else {
    bounds.leading = leading;
    bounds.trailing = trailing;
    bits.put(0b11, 2);
    bits.put(leading, 5);
    bits.put(64 - leading - trailing - 1, 6);
  }
  putSignificant(bits, bounds, high, low);
}

/** The zero bits behind the last one of a number that is not zero. */
function zerosBehind(word: number): number {
  return 31 - Math.clz32(word & -word);
}

function putSignificant(bits: BitWriter, { leading, trailing }: Bounds, high: number, low: number): void {
  const significant = 64 - leading - trailing;
  if (trailing >= 32) {
    bits.put(high >>> (trailing - 32), significant);
    return;
  }
  const lowest = trailing === 0 ? low : (low >>> trailing) | (high << (32 - trailing));
  bits.put(lowest, Math.min(32, significant));
  if (significant > 32) bits.put(high >>> trailing, significant - 32);
}

/**
 * Reads back what packXor wrote, behind the first value, into a column. One loop over two words, since it is what a query of values
 * that are no decimals spends its time with.
 */
export function unpackXor(bytes: Uint8Array, offset: number, { first, count }: FirstAndCount, target: Float64Array): void {
  const words = new Uint32Array(target.buffer, target.byteOffset, count * 2);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  target[0] = first;
  let high = words[1] ?? 0;
  let low = words[0] ?? 0;
  let trailing = 0;
  let significant = 0;
  let at = offset;
  let bit = 0;
  for (let index = 1; index < count; index++) {
    const head = view.getInt32(at, true) >>> bit;
    if ((head & 1) === 0) bit += 1;
    else {
      const hasBounds = (head & 2) !== 0;
      if (hasBounds) {
        significant = ((head >>> 7) & 63) + 1;
        trailing = 64 - ((head >>> 2) & 31) - significant;
      }
      bit += hasBounds ? 13 : 2;
      at += bit >>> 3;
      bit &= 7;
      const lowest = bitsAt(view, at, bit, Math.min(32, significant));
      const highest = significant > 32 ? bitsAt(view, at + 4, bit, significant - 32) : 0;
      bit += significant;
      if (trailing >= 32) high ^= lowest << (trailing - 32);
      else {
        low ^= lowest << trailing;
        high ^= trailing === 0 ? highest : (highest << trailing) | (lowest >>> (32 - trailing));
      }
    }
    at += bit >>> 3;
    bit &= 7;
    words[index * 2 + 1] = high;
    words[index * 2] = low;
  }
}

interface FirstAndCount {
  readonly first: number;
  readonly count: number;
}

/** One to 32 bits, from a bit of the first of five bytes on. */
function bitsAt(view: DataView, at: number, bit: number, count: number): number {
  const low = view.getInt32(at, true) >>> bit;
  const word = bit === 0 ? low : low | (view.getUint8(at + 4) << (32 - bit));
  return count === 32 ? word : word & ((1 << count) - 1);
}
