import type { Labels } from '../../query-result.ts';
import { labelValue } from '../labels.ts';
import { utf8 } from './utf8.ts';
import { xxHash64 } from './xx-hash-64.ts';

// A length of 255 or more is written as this byte, then three bytes, the lowest first.
const LONG = 255;
const TWO_TO_64 = 2 ** 64;

/**
 * Where a label set stands between 0 and 1 for limit_ratio: always the same for the same labels, and spread evenly over different ones.
 *
 * Source: Prometheus 3's labels in one string (each name and value behind its length, in the order of names), hashed by xxHash64.
 */
export function sampleOffset(labels: Labels): number {
  const entries = Object.keys(labels).map((name) => [utf8(name), utf8(labelValue(labels, name))] as const);
  const sorted = entries.sort(([a], [b]) => compareBytes(a, b));
  const bytes = sorted.flatMap(([name, value]) => lengthOf(name).concat(name, lengthOf(value), value));
  return Number(xxHash64(Uint8Array.from(bytes))) / TWO_TO_64;
}

function lengthOf({ length }: readonly number[]): readonly number[] {
  return length < LONG ? [length] : [LONG, length & 0xff, (length >> 8) & 0xff, (length >> 16) & 0xff];
}

function compareBytes(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((byte, index) => byte !== b[index]);
  return differing === -1 ? a.length - b.length : (a[differing] ?? 0) - (b[differing] ?? -1);
}
