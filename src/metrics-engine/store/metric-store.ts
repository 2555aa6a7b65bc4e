import type { SeriesReader } from '../promql/evaluate/series-reader.ts';
import type { Matcher } from '../promql/matcher.ts';
import type { Labels } from '../query-result.ts';
import type { SampleBatch } from './sample-batch.ts';
import { type SeriesScope, SeriesStore } from './series-store.ts';
import { type DiskOptions, StoreDisk } from './store-disk.ts';
import type { AppendOutcome, StoredSeries } from './stored-series.ts';

export interface MetricStoreOptions extends Omit<DiskOptions, 'folder' | 'store'> {
  /** Where the log and the blocks are kept; undefined keeps samples in memory only. */
  readonly folder: string | undefined;
  readonly maxSeries: number;
}

// With ten looks to the retention, at most a tenth more than it is kept.
const LOOKS_IN_RETENTION = 10;

/** All series in memory, each scrape also in a log on disk and later in blocks, from which the next start fills the memory again. */
export class MetricStore implements SeriesReader {
  readonly #series: SeriesStore;
  readonly #disk: StoreDisk | undefined;
  readonly #retentionMs: number;
  #sweptMs: number;

  /** Opens the store and reads what is on disk. Throws Error when another process has the folder, the system's error when it can't be read or made. */
  constructor({ folder, maxSeries, ...options }: MetricStoreOptions) {
    this.#series = new SeriesStore({ maxSeries });
    this.#retentionMs = options.retentionMs;
    this.#sweptMs = options.nowMs;
    this.#disk = folder === undefined ? undefined : new StoreDisk({ ...options, folder, store: this.#series });
  }

  get seriesCount(): number {
    return this.#series.seriesCount;
  }

  /** Bytes of memory that all series take, estimated; ask once a scrape and not once a sample. */
  get memoryBytes(): number {
    return this.#series.memoryBytes;
  }

  /** Bytes that the log and the blocks take on disk. */
  get diskBytes(): number {
    return this.#disk?.bytes ?? 0;
  }

  /** Why the last scrape or block is not on disk; undefined while all is well. What was scraped is in memory all the same. */
  get logProblem(): string | undefined {
    return this.#disk?.problem;
  }

  /** What could not be read from disk at the start, in words. */
  get replayProblems(): readonly string[] {
    return this.#disk?.replayProblems ?? [];
  }

  /** The series with these labels, made when it is new; undefined when the store is full. */
  series(labels: Labels): StoredSeries | undefined {
    return this.#series.series(labels);
  }

  select(matchers: readonly Matcher[]): readonly StoredSeries[] {
    return this.#series.select(matchers);
  }

  /** The series of a scope, each once, by age. */
  seriesIn(scope: SeriesScope): readonly StoredSeries[] {
    return this.#series.seriesIn(scope);
  }

  /** The names of the labels of the series of a scope, sorted; of all series without one. */
  labelNames(scope?: SeriesScope): readonly string[] {
    return this.#series.labelNames(scope);
  }

  /** The values of a label of the series of a scope, sorted; of all series without one. */
  labelValues(name: string, scope?: SeriesScope): readonly string[] {
    return this.#series.labelValues(name, scope);
  }

  /** Takes a batch in, and answers what became of each sample, in their order. */
  commit({ samples, stale }: SampleBatch): readonly AppendOutcome[] {
    let isWhole = true;
    const outcomes = samples.map(({ series, atMs, value }) => {
      const outcome = series.append(atMs, value);
      if (outcome !== 'appended') isWhole = false;
      return outcome;
    });
    const ended = stale.series.filter((series) => series.markStale(stale.atMs) === 'appended');
    const appended = isWhole ? samples : samples.filter((_, index) => outcomes[index] === 'appended');
    this.#disk?.append({ samples: appended, stale: { atMs: stale.atMs, series: ended } });
    return outcomes;
  }

  /** Forgets what is older than the retention, in memory and on disk, and begins a block when it is time. Cheap to call often. */
  sweep(nowMs: number): void {
    this.#disk?.tick(nowMs);
    if (nowMs - this.#sweptMs < this.#retentionMs / LOOKS_IN_RETENTION) return;
    this.#sweptMs = nowMs;
    this.#series.dropBefore(nowMs - this.#retentionMs);
    this.#disk?.dropBefore(nowMs - this.#retentionMs);
  }

  /** Writes a block of all that is in none yet, and frees the log of it; resolves when that is done or has failed, see logProblem. */
  async saveBlock(nowMs: number): Promise<void> {
    await this.#disk?.saveBlock(nowMs);
  }

  /** Lets go of the folder. The store goes on in memory alone; a block that is being written is given up, its samples are in the log. */
  close(): void {
    this.#disk?.close();
  }

  /** Resolves when no block is being written; after close(), when nothing touches the folder any more. */
  async settled(): Promise<void> {
    await this.#disk?.settled();
  }
}
