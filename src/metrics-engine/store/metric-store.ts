import type { SeriesReader } from '../promql/evaluate/series-reader.ts';
import type { Matcher } from '../promql/matcher.ts';
import type { Labels } from '../query-result.ts';
import { replayLog } from './replay-log.ts';
import type { SampleBatch } from './sample-batch.ts';
import { SampleLog } from './sample-log.ts';
import { SeriesStore } from './series-store.ts';
import type { AppendOutcome, StoredSeries } from './stored-series.ts';

export interface MetricStoreOptions {
  /** Where the log is kept; undefined keeps samples in memory only. */
  readonly folder: string | undefined;
  readonly maxSeries: number;
  readonly retentionMs: number;
  readonly nowMs: number;
  readonly segmentBytes?: number;
}

// With ten segments to the retention, at most a tenth more than it stands on disk.
const SEGMENTS_IN_RETENTION = 10;
const SEGMENT_BYTES = 16 * 1024 * 1024;

/** All series in memory, each scrape also in a log on disk from which the next start fills the memory again. */
export class MetricStore implements SeriesReader {
  readonly #series: SeriesStore;
  readonly #log: SampleLog | undefined;
  readonly #retentionMs: number;
  #sweptMs: number;
  #logProblem: string | undefined;
  /** What the log could not give back at the start. */
  readonly replayProblems: readonly string[];

  /** Opens the store and replays its log. Throws the system's error when the folder can't be read or made. */
  constructor({ folder, maxSeries, retentionMs, nowMs, segmentBytes = SEGMENT_BYTES }: MetricStoreOptions) {
    this.#series = new SeriesStore({ maxSeries });
    this.#retentionMs = retentionMs;
    this.#sweptMs = nowMs;
    const replay = folder === undefined ? { segments: [], problems: [] } : replayLog(folder, this.#series, nowMs - retentionMs);
    this.replayProblems = replay.problems;
    const segmentSpanMs = retentionMs / SEGMENTS_IN_RETENTION;
    this.#log = folder === undefined ? undefined : new SampleLog({ folder, segments: replay.segments, segmentBytes, segmentSpanMs });
  }

  get seriesCount(): number {
    return this.#series.seriesCount;
  }

  /** Why the last scrape is not on disk; undefined while all is well. What was scraped is in memory all the same. */
  get logProblem(): string | undefined {
    return this.#logProblem;
  }

  /** The series with these labels, made when it is new; undefined when the store is full. */
  series(labels: Labels): StoredSeries | undefined {
    return this.#series.series(labels);
  }

  select(matchers: readonly Matcher[]): readonly StoredSeries[] {
    return this.#series.select(matchers);
  }

  labelNames(): readonly string[] {
    return this.#series.labelNames();
  }

  labelValues(name: string): readonly string[] {
    return this.#series.labelValues(name);
  }

  /** Takes a batch in, and answers what became of each sample, in their order. */
  commit({ samples, stale }: SampleBatch): readonly AppendOutcome[] {
    const outcomes = samples.map(({ series, atMs, value }) => series.append(atMs, value));
    const ended = stale.series.filter((series) => series.markStale(stale.atMs) === 'appended');
    this.#append({ samples: samples.filter((_, index) => outcomes[index] === 'appended'), stale: { atMs: stale.atMs, series: ended } });
    return outcomes;
  }

  /** Forgets what is older than the retention, in memory and on disk. Cheap to call often: it looks only ten times in a retention. */
  sweep(nowMs: number): void {
    if (nowMs - this.#sweptMs < this.#retentionMs / SEGMENTS_IN_RETENTION) return;
    this.#sweptMs = nowMs;
    this.#series.dropBefore(nowMs - this.#retentionMs);
    this.#log?.dropBefore(nowMs - this.#retentionMs);
  }

  close(): void {
    this.#log?.close();
  }

  #append(batch: SampleBatch): void {
    try {
      this.#log?.append(batch);
      this.#logProblem = undefined;
    } catch (error) {
      // A full disk must not blind a canary that is under way: the samples are in memory, and the problem is shown until a write succeeds.
      this.#logProblem = error instanceof Error ? error.message : String(error);
    }
  }
}
