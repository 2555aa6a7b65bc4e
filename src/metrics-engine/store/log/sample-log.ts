import { closeSync, openSync, truncateSync, writeSync } from 'node:fs';
import { ByteWriter } from '../byte-writer.ts';
import type { NumberedFiles } from '../numbered-files.ts';
import type { SampleBatch } from '../sample-batch.ts';
import { writeBatch } from './log-record.ts';
import { SEGMENT_MAGIC, type Segment, segmentFiles } from './segment.ts';

export interface SampleLogOptions {
  readonly folder: string;
  /** The segments that a replay found, and the last that is in blocks; new ones are numbered after them. */
  readonly segments: readonly Segment[];
  readonly coveredSegment: number;
  /** A segment is closed at this size or span, so that retention can drop whole files. */
  readonly segmentBytes: number;
  readonly segmentSpanMs: number;
  /** Writes bytes from an index on, and answers how many it wrote; the system's own write by default. */
  readonly write?: (file: number, bytes: Buffer, from: number) => number;
}

interface OpenSegment {
  readonly number: number;
  readonly file: number;
  bytes: number;
  oldestMs: number;
  newestMs: number;
}

/**
 * Writes what scrapes bring to append-only segment files. A write is one call and is not synced: a killed process loses nothing that
 * was written, a machine without power the last seconds, which the next scrape replaces. A segment explains itself, so any can be
 * dropped. Always starts a new one, and never writes behind a torn end.
 */
export class SampleLog {
  readonly #options: SampleLogOptions;
  readonly #files: NumberedFiles;
  readonly #writer = new ByteWriter();
  #closed: Segment[];
  #current: OpenSegment | undefined;
  #lastNumber: number;

  constructor(options: SampleLogOptions) {
    this.#options = options;
    this.#files = segmentFiles(options.folder);
    this.#closed = [...options.segments];
    this.#lastNumber = Math.max(options.coveredSegment, ...this.#files.list());
  }

  /** What the log takes on disk. */
  get bytes(): number {
    return this.#closed.reduce((sum, { bytes }) => sum + bytes, this.#current?.bytes ?? 0);
  }

  /** Appends a batch. Throws the system's error when it can't be written; the segment is then given up and the next batch starts another. */
  append(batch: SampleBatch): void {
    const { samples, stale } = batch;
    if (samples.length === 0 && stale.series.length === 0) return;
    const segment = this.#segmentFor(batch);
    this.#writer.clear();
    writeBatch(this.#writer, batch, segment.number);
    this.#write(segment, this.#writer.written);
  }

  /** Closes the segment that is being written; answers the last number, to which all belongs that was appended before. */
  rotate(): number {
    this.close();
    return this.#lastNumber;
  }

  /** Removes the segments through a number. */
  dropThrough(number: number): void {
    this.#drop((segment) => segment.number <= number);
  }

  /** Removes the segments that hold nothing newer than the horizon; the one being written stays. */
  dropBefore(horizonMs: number): void {
    this.#drop(({ newestMs }) => newestMs < horizonMs);
  }

  close(): void {
    if (this.#current === undefined) return;
    const { file, ...segment } = this.#current;
    this.#current = undefined;
    this.#closed.push(segment);
    closeSync(file);
  }

  #drop(isOver: (segment: Segment) => boolean): void {
    for (const segment of this.#closed) if (isOver(segment)) this.#files.remove(segment.number);
    this.#closed = this.#closed.filter((segment) => !isOver(segment));
  }

  #segmentFor(batch: SampleBatch): OpenSegment {
    const { segmentBytes, segmentSpanMs } = this.#options;
    const newestMs = newestOf(batch);
    const current = this.#current;
    if (current !== undefined && (current.bytes >= segmentBytes || newestMs - current.oldestMs >= segmentSpanMs)) this.close();
    const segment = this.#current ?? this.#openNext();
    segment.oldestMs = Math.min(segment.oldestMs, newestMs);
    segment.newestMs = Math.max(segment.newestMs, newestMs);
    this.#current = segment;
    return segment;
  }

  #openNext(): OpenSegment {
    const number = Math.max(this.#lastNumber, ...this.#files.list()) + 1;
    // 'wx': what stands there is never overwritten.
    const file = openSync(this.#files.path(number), 'wx');
    // A number is never used twice, since a series remembers in which segment it is named.
    this.#lastNumber = number;
    try {
      this.#writeAll(file, SEGMENT_MAGIC);
    } catch (error) {
      closeSync(file);
      // Else a full disk would get an empty file with every scrape.
      this.#files.remove(number);
      throw error;
    }
    return {
      number,
      file,
      bytes: SEGMENT_MAGIC.length,
      oldestMs: Number.POSITIVE_INFINITY,
      newestMs: Number.NEGATIVE_INFINITY,
    };
  }

  #write(segment: OpenSegment, bytes: Buffer): void {
    try {
      this.#writeAll(segment.file, bytes);
      segment.bytes += bytes.length;
    } catch (error) {
      this.#giveUp(segment);
      throw error;
    }
  }

  #writeAll(file: number, bytes: Buffer): void {
    const { write = writeSync } = this.#options;
    for (let written = 0; written < bytes.length; ) written += write(file, bytes, written);
  }

  /** Closes a segment whose last batch is not whole, and takes away what there is of that, if the disk lets us; else the next start does. */
  #giveUp(segment: OpenSegment): void {
    this.close();
    try {
      truncateSync(this.#files.path(segment.number), segment.bytes);
    } catch {
      // The failure to write is told; this one adds nothing to it.
    }
    if (segment.bytes === SEGMENT_MAGIC.length) this.#drop(({ number }) => number === segment.number);
  }
}

function newestOf({ samples, stale }: SampleBatch): number {
  let newestMs = stale.series.length > 0 ? stale.atMs : Number.NEGATIVE_INFINITY;
  for (const { atMs } of samples) if (atMs > newestMs) newestMs = atMs;
  return newestMs;
}
