import type { BucketsSnapshot, SketchSnapshot } from '../metrics/registry-snapshot.ts';
import { bucketValue } from '../metrics/sketch.ts';

export const EMPTY_SKETCH: SketchSnapshot = {
  positive: { lowest: 0, counts: [] },
  negative: { lowest: 0, counts: [] },
  zeros: 0,
  sum: 0,
  min: 0,
  max: 0,
};

/**
 * What a sketch was given since an earlier look at it: counts and sum exactly, least and greatest as near as its buckets know them.
 *
 * So a stretch of a run costs its stream nothing: it is the difference of two looks. Values below 0 are left out, for no duration is.
 */
export function sketchSince(now: SketchSnapshot, before: SketchSnapshot): SketchSnapshot {
  const positive = bucketsSince(now.positive, before.positive);
  const zeros = now.zeros - before.zeros;
  if (positive.counts.length === 0) return { ...EMPTY_SKETCH, zeros };
  const greatest = bucketValue(positive.lowest + positive.counts.length - 1);
  return {
    positive,
    negative: EMPTY_SKETCH.negative,
    zeros,
    sum: now.sum - before.sum,
    min: zeros > 0 ? 0 : Math.max(now.min, bucketValue(positive.lowest)),
    max: Math.min(now.max, greatest),
  };
}

function bucketsSince(now: BucketsSnapshot, before: BucketsSnapshot): BucketsSnapshot {
  const counts = now.counts.map((count, index) => count - (before.counts[index + now.lowest - before.lowest] ?? 0));
  const first = counts.findIndex((count) => count > 0);
  if (first === -1) return { lowest: 0, counts: [] };
  return { lowest: now.lowest + first, counts: counts.slice(first, counts.findLastIndex((count) => count > 0) + 1) };
}
