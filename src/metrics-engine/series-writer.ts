import { labelsKey } from './promql/labels.ts';
import type { Labels } from './query-result.ts';
import type { MetricStore } from './store/metric-store.ts';

/** A number for a series: `labels` has its `__name__`. */
export interface WrittenSample {
  readonly labels: Labels;
  readonly value: number;
}

/** Writes series that are not scraped. */
export interface SeriesWriter {
  /** Writes samples of one moment; answers how many were dropped, since their series would be too many or have newer samples. */
  write(samples: readonly WrittenSample[], atMs: number): number;
  /** Says that all series that were written here have no value from a moment on. */
  end(atMs: number): void;
}

/** What is scraped must never find the store full of what was written. */
const SHARE_OF_STORE = 0.5;

/** Makes a writer to a store, which opens no new series once half of what the store may hold is there. */
export function seriesWriter(store: Pick<MetricStore, 'series' | 'select' | 'commit' | 'seriesCount'>, maxSeries: number): SeriesWriter {
  const written = new Map<string, Labels>();
  return {
    write: (samples, atMs) => {
      const found = samples.flatMap(({ labels, value }) => {
        const key = labelsKey(labels);
        if (!written.has(key) && store.seriesCount >= maxSeries * SHARE_OF_STORE) return [];
        written.set(key, labels);
        const series = store.series(labels);
        return series === undefined ? [] : [{ series, atMs, value }];
      });
      const outcomes = store.commit({ samples: found, stale: { atMs, series: [] } });
      return samples.length - outcomes.filter((outcome) => outcome === 'appended').length;
    },
    end: (atMs) => {
      const series = [...written.values()].flatMap((labels) => store.series(labels) ?? []);
      const newest = Math.max(...series.map(({ newestMs }) => newestMs));
      written.clear();
      if (series.length > 0) store.commit({ samples: [], stale: { atMs: Math.max(atMs, newest + 1), series } });
    },
  };
}
