import type { SeriesReader } from '../promql/evaluate/series-reader.ts';
import { labelsKey } from '../promql/labels.ts';
import type { Matcher } from '../promql/matcher.ts';
import type { Labels } from '../query-result.ts';
import { LabelIndex } from './label-index.ts';
import { seriesKit } from './series-kit.ts';
import { StoredSeries } from './stored-series.ts';

/** Which series a question is about: those that satisfy all matchers of any one list, and have a sample between two instants. */
export interface SeriesScope {
  /** undefined: all series. Several lists are asked for one by one, as `match[]` is when it is repeated. */
  readonly selectors?: readonly (readonly Matcher[])[];
  readonly startMs?: number;
  readonly endMs?: number;
}

// What V8 takes for a series' objects, columns' headers and places in the index, measured: about three kilobytes with eleven labels.
const SERIES_BYTES = 1_700;
const LABEL_BYTES = 120;

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

  /** Bytes of memory that all series take, estimated. It looks at each series, so ask once a scrape and not once a sample. */
  get memoryBytes(): number {
    let bytes = 0;
    for (const { memoryBytes, labels } of this.#byKey.values())
      bytes += SERIES_BYTES + Object.keys(labels).length * LABEL_BYTES + memoryBytes;
    return bytes;
  }

  /** All series, as they are now. */
  all(): readonly StoredSeries[] {
    return [...this.#byKey.values()];
  }

  /** The series with these labels, made when it is new; undefined when it would be one more than the store may hold. */
  series(labels: Labels): StoredSeries | undefined {
    const key = labelsKey(labels);
    const found = this.#byKey.get(key);
    if (found !== undefined) return found;
    if (this.#byKey.size >= this.#maxSeries) return undefined;
    const series = new StoredSeries(this.#nextId++, this.#index.shared(labels), this.#kit);
    this.#byKey.set(key, series);
    this.#index.add(series);
    return series;
  }

  select(matchers: readonly Matcher[]): readonly StoredSeries[] {
    return this.#index.select(matchers);
  }

  /** The series of a scope, each once, by age. */
  seriesIn({ selectors, startMs = Number.NEGATIVE_INFINITY, endMs = Number.POSITIVE_INFINITY }: SeriesScope): readonly StoredSeries[] {
    const selected = selectors === undefined ? this.all() : selectors.flatMap((matchers) => this.select(matchers));
    const distinct = new Set(selected.filter((series) => series.hasSamplesIn(startMs, endMs)));
    return [...distinct].sort((a, b) => a.id - b.id);
  }

  /** The names of the labels of the series of a scope, sorted; of all series without one. */
  labelNames(scope?: SeriesScope): readonly string[] {
    if (scope === undefined) return this.#index.labelNames();
    return [...new Set(this.seriesIn(scope).flatMap(({ labels }) => Object.keys(labels)))].sort();
  }

  /** The values of a label of the series of a scope, sorted; of all series without one. */
  labelValues(name: string, scope?: SeriesScope): readonly string[] {
    if (scope === undefined) return this.#index.labelValues(name);
    const having = this.seriesIn(scope).filter(({ labels }) => Object.hasOwn(labels, name));
    return [...new Set(having.map(({ labels }) => labels[name] ?? ''))].sort();
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
