import type { SeriesReader } from '../promql/evaluate/series-reader.ts';
import { labelsKey } from '../promql/labels.ts';
import type { Matcher } from '../promql/matcher.ts';
import type { Labels } from '../query-result.ts';
import { LabelIndex } from './label-index.ts';
import { seriesKit } from './series-kit.ts';
import { StoredSeries } from './stored-series.ts';

/** All series in memory. */
export class SeriesStore implements SeriesReader {
  readonly #maxSeries: number;
  readonly #byKey = new Map<string, StoredSeries>();
  readonly #index = new LabelIndex();
  readonly #kit = seriesKit();
  #nextId = 1;

  constructor({ maxSeries }: { readonly maxSeries: number }) {
    this.#maxSeries = maxSeries;
  }

  get seriesCount(): number {
    return this.#byKey.size;
  }

  /** The series with these labels, made when it is new; undefined when it would be one more than the store may hold. */
  series(labels: Labels): StoredSeries | undefined {
    const key = labelsKey(labels);
    const found = this.#byKey.get(key);
    if (found !== undefined) return found;
    if (this.#byKey.size >= this.#maxSeries) return undefined;
    const series = new StoredSeries(this.#nextId++, labels, this.#kit);
    this.#byKey.set(key, series);
    this.#index.add(series);
    return series;
  }

  select(matchers: readonly Matcher[]): readonly StoredSeries[] {
    return this.#index.select(matchers);
  }

  labelNames(): readonly string[] {
    return this.#index.labelNames();
  }

  labelValues(name: string): readonly string[] {
    return this.#index.labelValues(name);
  }

  /** Forgets samples older than a time, and series that have not been written to since. */
  dropBefore(atMs: number): void {
    for (const [key, series] of this.#byKey) {
      series.dropBefore(atMs);
      if (series.newestMs >= atMs) continue;
      series.retired = true;
      this.#byKey.delete(key);
      this.#index.remove(series);
    }
  }
}
