import type { Matcher } from '../promql/matcher.ts';
import type { Labels } from '../query-result.ts';
import { candidateTest, type LabelTest, labelTest } from './label-test.ts';
import type { StoredSeries } from './stored-series.ts';

/** A label's value, and the series that have it. */
interface Posting {
  /** The one text that all series with this value share. */
  readonly value: string;
  readonly series: Set<StoredSeries>;
}

/** The values of one label. */
type Postings = Map<string, Posting>;

/** Finds series by their labels. */
export class LabelIndex {
  readonly #all = new Set<StoredSeries>();
  readonly #byName = new Map<string, Postings>();

  add(series: StoredSeries): void {
    this.#all.add(series);
    for (const [name, value] of Object.entries(series.labels)) this.#posting(name, value).series.add(series);
  }

  remove(series: StoredSeries): void {
    this.#all.delete(series);
    for (const [name, value] of Object.entries(series.labels)) {
      const postings = this.#byName.get(name);
      const posting = postings?.get(value);
      posting?.series.delete(series);
      if (posting?.series.size === 0) postings?.delete(value);
      if (postings?.size === 0) this.#byName.delete(name);
    }
  }

  /**
   * The same labels in texts that belong to the index. A text that was cut from a scrape's body holds on to the whole body, and ten
   * thousand series with the same job need its name but once.
   */
  shared(labels: Labels): Labels {
    return Object.fromEntries(
      Object.entries(labels).map(([name, value]) => [name, this.#byName.get(name)?.get(value)?.value ?? owned(value)]),
    );
  }

  /** Every series whose labels satisfy all matchers, in the order in which they were added. Throws QueryError for a malformed pattern. */
  select(matchers: readonly Matcher[]): readonly StoredSeries[] {
    const tests = matchers.map(labelTest);
    const narrowest = this.#narrowest(tests);
    const candidates = narrowest?.series ?? [...this.#all];
    const rest = tests.filter((test) => test !== narrowest?.test);
    if (rest.length === 0) return candidates;
    const satisfies = candidateTest(rest);
    return candidates.filter(({ labels }) => satisfies(labels));
  }

  /** The names of all labels, sorted. */
  labelNames(): readonly string[] {
    return [...this.#byName.keys()].sort();
  }

  /** The values of a label, sorted. */
  labelValues(name: string): readonly string[] {
    return [...(this.#byName.get(name)?.keys() ?? [])].sort();
  }

  /** The test that leaves the fewest series, with these; undefined when every test admits series that lack its label. */
  #narrowest(tests: readonly LabelTest[]): { readonly test: LabelTest; readonly series: readonly StoredSeries[] } | undefined {
    let best: { readonly test: LabelTest; readonly postings: readonly Posting[]; readonly size: number } | undefined;
    for (const test of tests) {
      if (test.admitsAbsent) continue;
      const postings = this.#admitted(test);
      const size = postings.reduce((sum, { series }) => sum + series.size, 0);
      if (best === undefined || size < best.size) best = { test, postings, size };
    }
    return best === undefined ? undefined : { test: best.test, series: union(best.postings) };
  }

  /** The postings of the values that a test admits: looked up where it names them, else each distinct value is asked once. */
  #admitted({ name, values, admits }: LabelTest): readonly Posting[] {
    const postings = this.#byName.get(name);
    if (postings === undefined) return [];
    if (values !== undefined) return values.flatMap((value) => postings.get(value) ?? []);
    return [...postings.values()].filter(({ value }) => admits(value));
  }

  #posting(name: string, value: string): Posting {
    const postings = this.#byName.get(name) ?? new Map<string, Posting>();
    this.#byName.set(name, postings);
    const posting = postings.get(value) ?? { value, series: new Set<StoredSeries>() };
    postings.set(value, posting);
    return posting;
  }
}

/** All series of some postings of one label, which share none, by age. */
function union(postings: readonly Posting[]): readonly StoredSeries[] {
  const series = postings.flatMap((posting) => [...posting.series]);
  return postings.length > 1 ? series.sort((a, b) => a.id - b.id) : series;
}

/** A text that holds on to no other: as a property's name it gets a copy of its own. */
function owned(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text;
}
