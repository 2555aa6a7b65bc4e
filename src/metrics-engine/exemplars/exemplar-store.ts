import { compareLabels, labelsKey } from '../promql/labels.ts';
import { memoByLabels } from '../promql/labels-memo.ts';
import { labelsTest, type Matcher } from '../promql/matcher.ts';
import type { Labels } from '../query-result.ts';

/** An exemplar that is kept, with the time it stands for. */
export interface StoredExemplar {
  readonly labels: Labels;
  readonly value: number;
  /** Milliseconds since 1970: its own time, or that of the scrape. */
  readonly atMs: number;
  /** Whether the target said the time. Without, the same exemplar at a later scrape is the same one still. */
  readonly hasOwnTime: boolean;
}

/** The exemplars of one series, oldest first. */
export interface SeriesExemplars {
  readonly seriesLabels: Labels;
  readonly exemplars: readonly StoredExemplar[];
}

/** What became of an exemplar. */
export type ExemplarOutcome = 'appended' | 'duplicate' | 'out-of-order' | 'too-long';

export interface ExemplarStoreOptions {
  /** How many exemplars are kept of all series together, and of one. */
  readonly capacity?: number;
  readonly perSeries?: number;
}

interface Kept {
  readonly key: string;
  readonly seriesLabels: Labels;
  exemplars: StoredExemplar[];
}

const CAPACITY = 10_000;
const PER_SERIES = 100;
// Source: OpenMetrics 1.0, Exemplars: names and values together.
const LONGEST_LABELS = 128;

/** Keeps the latest exemplars in memory: when there is no room, the oldest goes. */
export class ExemplarStore {
  readonly #capacity: number;
  readonly #perSeries: number;
  readonly #series = new Map<string, Kept>();
  /** Every exemplar in the order of its coming, as a ring. */
  readonly #ring: { readonly kept: Kept; readonly exemplar: StoredExemplar }[] = [];
  #next = 0;
  readonly #keyOf = memoByLabels(labelsKey);

  constructor({ capacity = CAPACITY, perSeries = PER_SERIES }: ExemplarStoreOptions = {}) {
    this.#capacity = capacity;
    this.#perSeries = perSeries;
  }

  /** Keeps an exemplar of a series unless it is the newest one again, or older than the newest, or its labels are longer than OpenMetrics allows. */
  append(seriesLabels: Labels, exemplar: StoredExemplar): ExemplarOutcome {
    if (lengthOf(exemplar.labels) > LONGEST_LABELS) return 'too-long';
    const key = this.#keyOf(seriesLabels);
    const kept = this.#series.get(key) ?? { key, seriesLabels, exemplars: [] };
    const order = orderAfter(kept.exemplars.at(-1), exemplar);
    if (order !== 'appended') return order;
    this.#series.set(key, kept);
    kept.exemplars.push(exemplar);
    if (kept.exemplars.length > this.#perSeries) kept.exemplars.shift();
    this.#push({ kept, exemplar });
    return 'appended';
  }

  /** The exemplars between two times, both included, of the series that satisfy all matchers of any of the sets; series in the order of their labels. */
  select(startMs: number, endMs: number, ...matcherSets: readonly (readonly Matcher[])[]): readonly SeriesExemplars[] {
    const tests = matcherSets.map(labelsTest);
    return [...this.#series.values()]
      .filter(({ seriesLabels }) => tests.some((test) => test(seriesLabels)))
      .map(({ seriesLabels, exemplars }) => ({
        seriesLabels,
        exemplars: exemplars.filter(({ atMs }) => atMs >= startMs && atMs <= endMs),
      }))
      .filter(({ exemplars }) => exemplars.length > 0)
      .sort((a, b) => compareLabels(a.seriesLabels, b.seriesLabels));
  }

  #push(slot: { readonly kept: Kept; readonly exemplar: StoredExemplar }): void {
    const evicted = this.#ring[this.#next];
    this.#ring[this.#next] = slot;
    this.#next = (this.#next + 1) % this.#capacity;
    if (evicted !== undefined) this.#evict(evicted);
  }

  /** The oldest of all is the oldest of its series, unless the series had too many of its own and dropped it before. */
  #evict({ kept, exemplar }: { readonly kept: Kept; readonly exemplar: StoredExemplar }): void {
    if (kept.exemplars[0] === exemplar) kept.exemplars.shift();
    if (kept.exemplars.length === 0 && this.#series.get(kept.key) === kept) this.#series.delete(kept.key);
  }
}

function lengthOf(labels: Labels): number {
  return Object.entries(labels).reduce((sum, [name, value]) => sum + charactersOf(name) + charactersOf(value), 0);
}

/** The format counts code points. */
function charactersOf(text: string): number {
  return Array.from(text).length;
}

/** Source: Prometheus compares with the newest of the series alone: equal is the same again; earlier, or as late and smaller, is out of order. */
function orderAfter(newest: StoredExemplar | undefined, exemplar: StoredExemplar): ExemplarOutcome {
  if (newest === undefined) return 'appended';
  const isSameThing = Object.is(newest.value, exemplar.value) && compareLabels(newest.labels, exemplar.labels) === 0;
  const isSameTime = newest.atMs === exemplar.atMs || !(newest.hasOwnTime || exemplar.hasOwnTime);
  if (isSameThing && isSameTime) return 'duplicate';
  if (exemplar.atMs < newest.atMs || (exemplar.atMs === newest.atMs && exemplar.value < newest.value)) return 'out-of-order';
  return 'appended';
}
