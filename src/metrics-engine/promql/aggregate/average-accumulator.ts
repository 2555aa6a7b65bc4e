import { lostByAdding } from '../neumaier.ts';
import type { Accumulator } from './accumulator.ts';

/**
 * Averages by a compensated sum; at an instant where that sum would overflow, the rest is averaged incrementally, so that the mean of
 * large numbers stays finite. Source: Prometheus 3's avg.
 */
export function averageAccumulator(count: number): Accumulator {
  const means = runningMeans(count);
  return {
    add({ values, present }) {
      for (let index = 0; index < count; index++) if (present[index] !== 0) means.add(index, values[index] ?? 0);
    },
    values: means.results,
  };
}

/** One running mean an instant: a sum until it would overflow, a mean from then on. */
function runningMeans(count: number) {
  const [totals, lost, counts] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const isMean = new Uint8Array(count);
  const include = (index: number, value: number, total: number, lostBefore: number) => {
    lost[index] = lostByAdding(value, total, lostBefore);
    totals[index] = total + value;
  };
  const turnIntoMean = (index: number, size: number) => {
    isMean[index] = 1;
    totals[index] = (totals[index] ?? 0) / size;
    lost[index] = (lost[index] ?? 0) / size;
  };
  return {
    add(index: number, value: number) {
      const size = (counts[index] ?? 0) + 1;
      counts[index] = size;
      const sum = (totals[index] ?? 0) + value;
      const overflows = size > 1 && (sum === Number.POSITIVE_INFINITY || sum === Number.NEGATIVE_INFINITY);
      if (isMean[index] === 0 && !overflows) return include(index, value, totals[index] ?? 0, lost[index] ?? 0);
      if (isMean[index] === 0) turnIntoMean(index, size - 1);
      const kept = (size - 1) / size;
      include(index, value / size, kept * (totals[index] ?? 0), kept * (lost[index] ?? 0));
    },
    results: () =>
      totals.map((total, index) => {
        const [correction, size] = [lost[index] ?? 0, counts[index] ?? 0];
        return isMean[index] === 0 ? total / size + correction / size : total + correction;
      }),
  };
}
