import type { ReadableSeries } from '../promql/evaluate/series-reader.ts';

// Enough that a few missing scrapes among them don't matter.
const LOOKS = 33;

/** The median of the distances between neighbours among some samples of a series, in milliseconds, looked up here and there; undefined for fewer than two. */
export function sampleInterval(series: ReadableSeries, from: number, to: number): number | undefined {
  const pairs = to - from - 1;
  const looks = Math.min(LOOKS, pairs);
  const distances = Array.from({ length: Math.max(0, looks) }, (_, look) => {
    const number = from + Math.floor((look * pairs) / looks);
    return series.timeAt(number + 1) - series.timeAt(number);
  });
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)];
}
