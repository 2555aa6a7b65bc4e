import type { Sample } from '../../query-result.ts';
import type { StoredSeries } from '../stored-series.ts';

/** The samples of a series in (afterMs, throughMs], all by default. */
export function samplesOf(
  series: StoredSeries,
  afterMs = Number.NEGATIVE_INFINITY,
  throughMs = Number.POSITIVE_INFINITY,
): readonly Sample[] {
  const to = series.firstAfter(throughMs);
  const slice = series.read(Math.min(to, series.firstAfter(afterMs)), to);
  return Array.from(
    { length: slice.to - slice.from },
    (_, index): Sample => [slice.times[slice.from + index] ?? 0, slice.values[slice.from + index] ?? 0],
  );
}
