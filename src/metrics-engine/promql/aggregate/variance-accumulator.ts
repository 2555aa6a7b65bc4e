import type { Accumulator } from './accumulator.ts';

/**
 * The population variance, or its root, by Welford's recurrence without compensation. A group that begins with NaN or an infinite value
 * has none: NaN. Source: Prometheus' stdvar and stddev.
 */
export function varianceAccumulator(kind: 'stdvar' | 'stddev', count: number): Accumulator {
  const [means, squares, counts] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const begin = (index: number, value: number) => {
    means[index] = value;
    squares[index] = Number.isFinite(value) ? 0 : Number.NaN;
  };
  const include = (index: number, value: number, size: number) => {
    const delta = value - (means[index] ?? 0);
    const mean = (means[index] ?? 0) + delta / size;
    means[index] = mean;
    squares[index] = (squares[index] ?? 0) + delta * (value - mean);
  };
  return {
    add({ values, present }) {
      for (let index = 0; index < count; index++) {
        if (present[index] === 0) continue;
        const size = (counts[index] ?? 0) + 1;
        counts[index] = size;
        if (size === 1) begin(index, values[index] ?? 0);
        else include(index, values[index] ?? 0, size);
      }
    },
    values() {
      const variances = squares.map((sum, index) => sum / (counts[index] ?? 0));
      return kind === 'stdvar' ? variances : variances.map(Math.sqrt);
    },
  };
}
