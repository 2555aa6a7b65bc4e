import type { SampleSlice } from '../promql/evaluate/sample-slice.ts';
import type { ReadableSeries } from '../promql/evaluate/series-reader.ts';
import type { Labels, Sample } from '../query-result.ts';
import { GreatestOfSamples, LeastOfSamples, SumOfSamples } from './sample-fold.ts';
import type { SeriesKit } from './series-kit.ts';
import { SeriesSamples } from './series-samples.ts';
import { StaleMarkers } from './stale-markers.ts';

/** What became of a sample: a series only grows forward, one sample an instant. */
export type AppendOutcome = 'appended' | 'duplicate' | 'out-of-order';

/** One series: its samples, and apart from them the instants at which it went stale, because a NaN's payload does not survive JavaScript. */
export class StoredSeries implements ReadableSeries {
  readonly id: number;
  readonly labels: Labels;
  readonly samples: SeriesSamples;
  readonly stale = new StaleMarkers();
  /** True once the store has forgotten the series; whoever holds it must look it up anew before appending. */
  retired = false;
  /** The log's segment that names the series; what is written to another segment must name it there first. */
  loggedIn = 0;
  /** What is in block files: chunks up to this ordinal, markers through this time. */
  savedChunks = 0;
  savedStaleMs = Number.NEGATIVE_INFINITY;

  constructor(id: number, labels: Labels, kit: SeriesKit) {
    this.id = id;
    this.labels = labels;
    this.samples = new SeriesSamples(kit, id);
  }

  /** Appends a sample unless it is not newer than all before it. The same value again at the same instant counts as appended. */
  append(atMs: number, value: number): AppendOutcome {
    const { samples } = this;
    const newestMs = this.newestMs;
    if (atMs < newestMs) return 'out-of-order';
    if (atMs === newestMs) return atMs === samples.newestMs && Object.is(value, samples.newestValue) ? 'appended' : 'duplicate';
    samples.append(atMs, value);
    return 'appended';
  }

  /** Says that the series has no value from this instant on; refused unless it is newer than all before it. */
  markStale(atMs: number): AppendOutcome {
    if (atMs < this.newestMs) return 'out-of-order';
    if (atMs === this.newestMs) return 'duplicate';
    this.stale.push(atMs);
    return 'appended';
  }

  /** When the series was last written to; −Infinity when never. */
  get newestMs(): number {
    return Math.max(this.samples.newestMs, this.stale.newestMs);
  }

  get begin(): number {
    return this.samples.begin;
  }

  get end(): number {
    return this.samples.end;
  }

  get sampleCount(): number {
    return this.end - this.begin;
  }

  /** Bytes of memory that its samples take, but for what the runtime adds to each object. */
  get memoryBytes(): number {
    return this.samples.memoryBytes + this.stale.memoryBytes;
  }

  newest(afterMs: number, throughMs: number): Sample | undefined {
    const number = this.firstAfter(throughMs) - 1;
    if (number < this.begin) return undefined;
    const atMs = this.timeAt(number);
    if (atMs <= afterMs || this.stale.isAny(atMs, throughMs)) return undefined;
    return [atMs, this.valueAt(number)];
  }

  firstAfter(atMs: number): number {
    return this.samples.firstAfter(atMs);
  }

  timeAt(number: number): number {
    return this.samples.timeAt(number);
  }

  valueAt(number: number): number {
    return this.samples.valueAt(number);
  }

  read(from: number, to: number): SampleSlice {
    return this.samples.read(from, to);
  }

  valuesBeforeResets(from: number, to: number): Float64Array {
    return this.samples.valuesBeforeResets(from, to);
  }

  sum(from: number, to: number): { readonly sum: number; readonly compensation: number } {
    const fold = new SumOfSamples();
    this.samples.fold(from, to, fold);
    return fold;
  }

  min(from: number, to: number): number {
    const fold = new LeastOfSamples();
    this.samples.fold(from, to, fold);
    return fold.value;
  }

  max(from: number, to: number): number {
    const fold = new GreatestOfSamples();
    this.samples.fold(from, to, fold);
    return fold.value;
  }

  staleBetween(afterMs: number, throughMs: number): readonly number[] {
    return this.stale.between(afterMs, throughMs);
  }

  /** Whether there is a sample from one instant through another. */
  hasSamplesIn(startMs: number, endMs: number): boolean {
    const number = this.firstAfter(startMs - 1);
    return number < this.end && this.timeAt(number) <= endMs;
  }

  /** Forgets what is older than a time. */
  dropBefore(atMs: number): void {
    this.samples.dropBefore(atMs);
    this.stale.dropBefore(atMs);
  }
}
