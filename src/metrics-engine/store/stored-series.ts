import type { ReadableSeries, SampleWindow } from '../promql/series-reader.ts';
import type { Labels, Sample } from '../query-result.ts';
import { SampleColumns } from './sample-columns.ts';

/** What became of a sample: a series only grows forward, one sample an instant. */
export type AppendOutcome = 'appended' | 'duplicate' | 'out-of-order';

/** One series: its samples, and apart from them the instants at which it went stale, because a NaN's payload does not survive JavaScript. */
export class StoredSeries implements ReadableSeries {
  readonly id: number;
  readonly labels: Labels;
  /** True once the store has forgotten the series; whoever holds it must look it up anew before appending. */
  retired = false;
  readonly #samples = new SampleColumns();
  #staleAt: number[] = [];

  constructor(id: number, labels: Labels) {
    this.id = id;
    this.labels = labels;
  }

  /** Appends a sample unless it is not newer than all before it. The same value again at the same instant counts as appended. */
  append(atMs: number, value: number): AppendOutcome {
    const newestMs = this.newestMs;
    if (atMs < newestMs) return 'out-of-order';
    if (atMs === newestMs) return Object.is(value, this.#samples.newestValue) ? 'appended' : 'duplicate';
    this.#samples.append(atMs, value);
    return 'appended';
  }

  /** Says that the series has no value from this instant on; refused unless it is newer than all before it. */
  markStale(atMs: number): AppendOutcome {
    if (atMs < this.newestMs) return 'out-of-order';
    if (atMs === this.newestMs) return 'duplicate';
    this.#staleAt.push(atMs);
    return 'appended';
  }

  /** When the series was last written to; −Infinity when never. */
  get newestMs(): number {
    return Math.max(this.#samples.newestMs, this.#staleAt.at(-1) ?? Number.NEGATIVE_INFINITY);
  }

  get sampleCount(): number {
    return this.#samples.length;
  }

  newest(afterMs: number, throughMs: number): Sample | undefined {
    const { times, values, from, to } = this.#samples.window(afterMs, throughMs);
    if (to === from) return undefined;
    const atMs = times[to - 1] ?? 0;
    return this.#wentStaleIn(atMs, throughMs) ? undefined : [atMs, values[to - 1] ?? Number.NaN];
  }

  window(afterMs: number, throughMs: number): SampleWindow {
    return this.#samples.window(afterMs, throughMs);
  }

  /** Forgets what is older than a time. */
  dropBefore(atMs: number): void {
    this.#samples.dropBefore(atMs);
    this.#staleAt = this.#staleAt.filter((each) => each >= atMs);
  }

  #wentStaleIn(afterMs: number, throughMs: number): boolean {
    const last = this.#staleAt.findLast((each) => each <= throughMs);
    return last !== undefined && last > afterMs;
  }
}
