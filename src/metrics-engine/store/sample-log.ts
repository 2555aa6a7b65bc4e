import { closeSync, openSync, writeSync } from 'node:fs';
import { listSegments, removeSegment, SEGMENT_MAGIC, segmentPath } from './log-folder.ts';
import { encodeRecord, type LogRecord } from './log-record.ts';
import type { ReplayedSegment } from './replay-log.ts';
import type { SampleBatch, SeriesSample } from './sample-batch.ts';
import type { StoredSeries } from './stored-series.ts';

export interface SampleLogOptions {
  readonly folder: string;
  /** The segments that a replay found; new ones are numbered after them. */
  readonly segments: readonly ReplayedSegment[];
  /** A segment is closed at this size or span, so that retention can drop whole files. */
  readonly segmentBytes: number;
  readonly segmentSpanMs: number;
}

interface OpenSegment {
  readonly number: number;
  readonly file: number;
  readonly known: Set<number>;
  bytes: number;
  firstMs: number | undefined;
  newestMs: number;
}

/**
 * Writes what scrapes bring to append-only segment files. A write is one call and is not synced: a killed process loses nothing that
 * was written, a machine without power the last seconds, which the next scrape replaces. A segment explains itself, so any can be
 * dropped. Always starts a new one, and never writes behind a torn end.
 */
export class SampleLog {
  readonly #options: SampleLogOptions;
  #closed: ReplayedSegment[];
  #current: OpenSegment | undefined;

  constructor(options: SampleLogOptions) {
    this.#options = options;
    this.#closed = [...options.segments];
  }

  /** Appends a batch. Throws the system's error when it can't be written; the segment is then given up and the next batch starts another. */
  append({ samples, stale }: SampleBatch): void {
    if (samples.length === 0 && stale.series.length === 0) return;
    const segment = this.#segmentFor(newestOf({ samples, stale }));
    const all = [...samples.map(({ series }) => series), ...stale.series];
    const records = [...declare(segment.known, all), ...sampleRecords(samples)];
    if (stale.series.length > 0) records.push({ kind: 'stale', atMs: stale.atMs, ids: stale.series.map(({ id }) => id) });
    this.#write(segment, Buffer.concat(records.map(encodeRecord)));
  }

  /** Removes the segments that hold nothing newer than the horizon; the one being written stays. */
  dropBefore(horizonMs: number): void {
    for (const { number, newestMs } of this.#closed) if (newestMs < horizonMs) removeSegment(this.#options.folder, number);
    this.#closed = this.#closed.filter(({ newestMs }) => newestMs >= horizonMs);
  }

  close(): void {
    if (this.#current === undefined) return;
    closeSync(this.#current.file);
    this.#closed.push({ number: this.#current.number, newestMs: this.#current.newestMs });
    this.#current = undefined;
  }

  #segmentFor(atMs: number): OpenSegment {
    const { segmentBytes, segmentSpanMs } = this.#options;
    const current = this.#current;
    if (current !== undefined && (current.bytes >= segmentBytes || atMs - (current.firstMs ?? atMs) >= segmentSpanMs)) this.close();
    const segment = this.#current ?? this.#openNext();
    segment.firstMs ??= atMs;
    segment.newestMs = Math.max(segment.newestMs, atMs);
    this.#current = segment;
    return segment;
  }

  #openNext(): OpenSegment {
    const { folder } = this.#options;
    const number = (listSegments(folder).at(-1) ?? 0) + 1;
    // 'wx': should another process write to this folder too, neither overwrites the other.
    const file = openSync(segmentPath(folder, number), 'wx');
    try {
      writeSync(file, SEGMENT_MAGIC);
    } catch (error) {
      closeSync(file);
      throw error;
    }
    return { number, file, known: new Set(), bytes: SEGMENT_MAGIC.length, firstMs: undefined, newestMs: Number.NEGATIVE_INFINITY };
  }

  #write(segment: OpenSegment, bytes: Buffer): void {
    try {
      let written = 0;
      while (written < bytes.length) written += writeSync(segment.file, bytes, written);
      segment.bytes += bytes.length;
    } catch (error) {
      this.close();
      throw error;
    }
  }
}

function newestOf({ samples, stale }: SampleBatch): number {
  const staleMs = stale.series.length > 0 ? stale.atMs : Number.NEGATIVE_INFINITY;
  return samples.reduce((newest, { atMs }) => Math.max(newest, atMs), staleMs);
}

/** Records for the series that the segment has not named yet. */
function declare(known: Set<number>, series: readonly StoredSeries[]): readonly LogRecord[] {
  const unknown = [...new Set(series)].filter(({ id }) => !known.has(id));
  for (const { id } of unknown) known.add(id);
  return unknown.map(({ id, labels }) => ({ kind: 'series', id, labels }));
}

/** One record an instant; samples of a scrape share theirs, but for those that bring their own time. */
function sampleRecords(samples: readonly SeriesSample[]): readonly LogRecord[] {
  const byTime = Map.groupBy(samples, ({ atMs }) => atMs);
  return [...byTime].map(([atMs, group]) => ({
    kind: 'samples',
    atMs,
    samples: group.map(({ series, value }) => ({ id: series.id, value })),
  }));
}
