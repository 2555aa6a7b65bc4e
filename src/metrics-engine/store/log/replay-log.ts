import { truncateSync } from 'node:fs';
import type { NumberedFiles } from '../numbered-files.ts';
import type { SeriesStore } from '../series-store.ts';
import type { StoredSeries } from '../stored-series.ts';
import { type RecordReader, readRecords } from './log-record.ts';
import { readSegment, SEGMENT_MAGIC, type Segment, segmentFiles } from './segment.ts';

/** What a replay found. */
export interface Replay {
  readonly segments: readonly Segment[];
  /** What could not be read, in words; empty when all was whole. A torn end is the usual trace of a crash and loses one scrape. */
  readonly problems: readonly string[];
}

export interface ReplayOptions {
  readonly folder: string;
  readonly store: SeriesStore;
  /** What is older is not taken, and segments of nothing else are removed. */
  readonly horizonMs: number;
  /** The last segment that is in blocks whole; it and those before it are removed. */
  readonly coveredSegment: number;
}

/** Fills the store from the log in a folder. A torn or damaged end is cut off, and told; a file of another version is set aside. */
export function replayLog({ folder, store, horizonMs, coveredSegment }: ReplayOptions): Replay {
  const files = segmentFiles(folder);
  const segments: Segment[] = [];
  const problems: string[] = [];
  for (const number of files.list()) {
    const segment = number <= coveredSegment ? undefined : replaySegment({ files, store, horizonMs }, number, problems);
    if (segment === 'aside') continue;
    if (segment === undefined || segment.newestMs < horizonMs) files.remove(number);
    else segments.push(segment);
  }
  return { segments, problems };
}

interface ReplayPlace {
  readonly files: NumberedFiles;
  readonly store: SeriesStore;
  readonly horizonMs: number;
}

/** undefined for a segment that never began. */
function replaySegment({ files, store, horizonMs }: ReplayPlace, number: number, problems: string[]): Segment | undefined | 'aside' {
  const path = files.path(number);
  const content = readSegment(path);
  switch (content.kind) {
    case 'unbegun':
      return undefined;
    case 'foreign':
      problems.push(`${path} is no log of this version of Sluice: it is kept as ${files.setAside(number)} and was not read`);
      return 'aside';
    case 'records': {
      const target = new ReplayTarget(store, horizonMs);
      const whole = readRecords(content.records, target);
      const lost = content.records.length - whole;
      if (lost > 0) {
        problems.push(`segment ${number} of ${files.folder} is torn: its last ${lost} bytes were left out`);
        truncateSync(path, SEGMENT_MAGIC.length + whole);
      }
      if (target.leftOut > 0) problems.push(`${target.leftOut} series of ${path} were left out: the store holds as many series as it may`);
      return { number, bytes: SEGMENT_MAGIC.length + whole, oldestMs: target.oldestMs, newestMs: target.newestMs };
    }
  }
}

/** Applies records to a store. A sample that the store refuses was refused when it was logged, too, or is in a block already. */
class ReplayTarget implements RecordReader {
  readonly #store: SeriesStore;
  readonly #horizonMs: number;
  readonly #known = new Map<number, StoredSeries>();
  #atMs = 0;
  oldestMs = Number.POSITIVE_INFINITY;
  newestMs = Number.NEGATIVE_INFINITY;
  /** How many series the store has no room for. */
  leftOut = 0;

  constructor(store: SeriesStore, horizonMs: number) {
    this.#store = store;
    this.#horizonMs = horizonMs;
  }

  series(id: number, labels: StoredSeries['labels']): void {
    const series = this.#store.series(labels);
    if (series === undefined) this.leftOut++;
    else this.#known.set(id, series);
  }

  instant(atMs: number): void {
    this.#atMs = atMs;
    this.oldestMs = Math.min(this.oldestMs, atMs);
    this.newestMs = Math.max(this.newestMs, atMs);
  }

  sample(id: number, value: number): void {
    if (this.#atMs >= this.#horizonMs) this.#known.get(id)?.append(this.#atMs, value);
  }

  stale(id: number): void {
    if (this.#atMs >= this.#horizonMs) this.#known.get(id)?.markStale(this.#atMs);
  }
}
