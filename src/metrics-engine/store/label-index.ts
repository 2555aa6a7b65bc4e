import { labelsTest, type Matcher } from '../promql/matcher.ts';
import type { StoredSeries } from './stored-series.ts';

/** Finds series by their labels. */
export class LabelIndex {
  readonly #all = new Set<StoredSeries>();
  readonly #byPair = new Map<string, Map<string, Set<StoredSeries>>>();

  add(series: StoredSeries): void {
    this.#all.add(series);
    for (const [name, value] of Object.entries(series.labels)) this.#posting(name, value).add(series);
  }

  remove(series: StoredSeries): void {
    this.#all.delete(series);
    for (const [name, value] of Object.entries(series.labels)) {
      const values = this.#byPair.get(name);
      const posting = values?.get(value);
      posting?.delete(series);
      if (posting?.size === 0) values?.delete(value);
      if (values?.size === 0) this.#byPair.delete(name);
    }
  }

  /** Every series whose labels satisfy all matchers, in the order in which they were added. */
  select(matchers: readonly Matcher[]): readonly StoredSeries[] {
    const test = labelsTest(matchers);
    return [...this.#narrowest(matchers)].filter(({ labels }) => test(labels));
  }

  /** The names of all labels, or the values of one, sorted. */
  labelNames(): readonly string[] {
    return [...this.#byPair.keys()].sort();
  }

  labelValues(name: string): readonly string[] {
    return [...(this.#byPair.get(name)?.keys() ?? [])].sort();
  }

  /** The smallest set that an equality names; the other matchers are tried on its members. */
  #narrowest(matchers: readonly Matcher[]): ReadonlySet<StoredSeries> {
    const named = matchers.filter(({ operator, value }) => operator === '=' && value !== '');
    const sets = named.map(({ name, value }) => this.#byPair.get(name)?.get(value) ?? NONE);
    return sets.reduce((smallest, set) => (set.size < smallest.size ? set : smallest), this.#all);
  }

  #posting(name: string, value: string): Set<StoredSeries> {
    const values = this.#byPair.get(name) ?? new Map<string, Set<StoredSeries>>();
    this.#byPair.set(name, values);
    const posting = values.get(value) ?? new Set<StoredSeries>();
    values.set(value, posting);
    return posting;
  }
}

const NONE = new Set<StoredSeries>();
