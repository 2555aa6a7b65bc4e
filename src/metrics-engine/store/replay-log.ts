import { listSegments, readSegment, removeSegment } from './log-folder.ts';
import { decodeRecords, type LogRecord } from './log-record.ts';
import type { SeriesStore } from './series-store.ts';
import type { StoredSeries } from './stored-series.ts';

/** A segment on disk, and the newest instant that it tells of. */
export interface ReplayedSegment {
  readonly number: number;
  readonly newestMs: number;
}

export interface Replay {
  readonly segments: readonly ReplayedSegment[];
  /** What could not be read, in words; empty when all was whole. A torn end is the usual trace of a crash and loses one scrape. */
  readonly problems: readonly string[];
}

/** Fills the store from the log in a folder. What is older than the horizon is not taken, and segments of nothing else are removed. */
export function replayLog(folder: string, store: SeriesStore, horizonMs: number): Replay {
  const segments: ReplayedSegment[] = [];
  const problems: string[] = [];
  for (const number of listSegments(folder)) {
    const bytes = readSegment(folder, number);
    const { newestMs, wholeBytes } =
      bytes === undefined ? { newestMs: Number.NEGATIVE_INFINITY, wholeBytes: 0 } : replaySegment(bytes, store, horizonMs);
    const lost = (bytes?.length ?? 0) - wholeBytes;
    if (lost > 0) problems.push(`segment ${number} of ${folder} is torn: its last ${lost} bytes were left out`);
    if (newestMs < horizonMs) removeSegment(folder, number);
    else segments.push({ number, newestMs });
  }
  return { segments, problems };
}

function replaySegment(bytes: Buffer, store: SeriesStore, horizonMs: number): { readonly newestMs: number; readonly wholeBytes: number } {
  const known = new Map<number, StoredSeries>();
  const records = decodeRecords(bytes);
  let newestMs = Number.NEGATIVE_INFINITY;
  for (;;) {
    const next = records.next();
    if (next.done === true) return { newestMs, wholeBytes: next.value };
    newestMs = Math.max(newestMs, replayRecord(next.value, { store, known, horizonMs }));
  }
}

interface ReplayTarget {
  readonly store: SeriesStore;
  readonly known: Map<number, StoredSeries>;
  readonly horizonMs: number;
}

/** Applies a record, and answers the newest instant in it. A sample that the store refuses was refused when it was logged, too. */
function replayRecord(record: LogRecord, { store, known, horizonMs }: ReplayTarget): number {
  switch (record.kind) {
    case 'series': {
      const series = store.series(record.labels);
      if (series !== undefined) known.set(record.id, series);
      return Number.NEGATIVE_INFINITY;
    }
    case 'samples': {
      if (record.atMs >= horizonMs) for (const { id, value } of record.samples) known.get(id)?.append(record.atMs, value);
      return record.atMs;
    }
    case 'stale': {
      if (record.atMs >= horizonMs) for (const id of record.ids) known.get(id)?.markStale(record.atMs);
      return record.atMs;
    }
  }
}
