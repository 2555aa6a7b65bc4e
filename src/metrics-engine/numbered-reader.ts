import { DecodedSamples } from './promql/evaluate/decoded-samples.ts';
import type { ReadableSeries, SeriesReader } from './promql/evaluate/series-reader.ts';
import type { SeriesReader as WindowedReader, ReadableSeries as WindowedSeries } from './promql/series-reader.ts';

/** Lets the evaluator by columns read a store that only knows windows by time. Goes once the store numbers its samples itself. */
export function numberedReader(reader: WindowedReader): SeriesReader {
  return { select: (matchers) => reader.select(matchers).map(numbered) };
}

function numbered(series: WindowedSeries): ReadableSeries {
  const { times, values, from, to } = series.window(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  const samples = new DecodedSamples({ times: times.subarray(from, to), values: values.subarray(from, to) });
  const number = (atMs: number, hint?: number) => samples.firstAfter(atMs, hint);
  return {
    labels: series.labels,
    begin: 0,
    end: to - from,
    newest: (afterMs, throughMs) => series.newest(afterMs, throughMs),
    firstAfter: number,
    timeAt: (at) => samples.timeAt(at),
    valueAt: (at) => samples.valueAt(at),
    read: (begin, end) => samples.read(begin, end),
    valuesBeforeResets: (begin, end) => samples.valuesBeforeResets(begin, end),
    sum: (begin, end) => samples.sum(begin, end),
    min: (begin, end) => samples.min(begin, end),
    max: (begin, end) => samples.max(begin, end),
    staleBetween: (afterMs, throughMs) => staleBetween(series, samples, afterMs, throughMs),
  };
}

/** The old face tells of staleness only by hiding the newest sample, so each sample's own end is looked for: exact to the next sample. */
function staleBetween(series: WindowedSeries, samples: DecodedSamples, afterMs: number, throughMs: number): readonly number[] {
  const found: number[] = [];
  const first = Math.max(0, samples.firstAfter(afterMs) - 1);
  for (let at = first; at < samples.firstAfter(throughMs); at++) {
    const endMs = staleAfter(series, samples.timeAt(at), Math.min(throughMs, (samples.timeAt(at + 1) || throughMs + 1) - 1));
    if (endMs !== undefined && endMs > afterMs) found.push(endMs);
  }
  return found;
}

/** The first instant in (sampleMs, throughMs] at which a sample is no longer seen, found by halving. */
function staleAfter(series: WindowedSeries, sampleMs: number, throughMs: number): number | undefined {
  const isSeen = (atMs: number) => series.newest(sampleMs - 1, atMs) !== undefined;
  if (throughMs <= sampleMs || isSeen(throughMs)) return undefined;
  let [low, high] = [sampleMs, throughMs];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isSeen(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
