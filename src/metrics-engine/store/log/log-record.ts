import type { Labels } from '../../query-result.ts';
import { type ByteWriter, FRAME_HEADER_BYTES, readFrame } from '../byte-writer.ts';
import type { SampleBatch, SeriesSample } from '../sample-batch.ts';
import type { StoredSeries } from '../stored-series.ts';

/**
 * What a segment of the log holds, in the order in which it happened. Each record is a frame; its first byte says what it is.
 * Series get their numbers anew in each segment.
 */
const TAGS = { series: 1, samples: 2, stale: 3 } as const;
const SAMPLE_BYTES = 12;
const ENTRIES_OFFSET = 9;

/** Writes the records of a batch; series that the segment has not named yet are named first. */
export function writeBatch(writer: ByteWriter, { samples, stale }: SampleBatch, segment: number): void {
  for (const { series } of samples) if (series.loggedIn !== segment) declare(writer, series, segment);
  for (const series of stale.series) if (series.loggedIn !== segment) declare(writer, series, segment);
  for (let from = 0; from < samples.length; ) from = writeSamples(writer, samples, from);
  if (stale.series.length === 0) return;
  const frame = writer.beginFrame();
  writer.byte(TAGS.stale);
  writer.double(stale.atMs);
  for (const { id } of stale.series) writer.word(id);
  writer.endFrame(frame);
}

function declare(writer: ByteWriter, series: StoredSeries, segment: number): void {
  const frame = writer.beginFrame();
  writer.byte(TAGS.series);
  writer.word(series.id);
  writer.text(JSON.stringify(series.labels));
  writer.endFrame(frame);
  series.loggedIn = segment;
}

/** One record for the samples that share an instant, as those of a scrape do but for such as bring their own. Answers the index behind them. */
function writeSamples(writer: ByteWriter, samples: readonly SeriesSample[], from: number): number {
  const atMs = samples[from]?.atMs ?? 0;
  const frame = writer.beginFrame();
  writer.byte(TAGS.samples);
  writer.double(atMs);
  let index = from;
  for (let sample = samples[index]; sample !== undefined && sample.atMs === atMs; sample = samples[++index]) {
    writer.pair(sample.series.id, sample.value);
  }
  writer.endFrame(frame);
  return index;
}

/** What is told of each record as it is read. */
export interface RecordReader {
  series(id: number, labels: Labels): void;
  /** Samples of one instant follow. */
  instant(atMs: number): void;
  sample(id: number, value: number): void;
  stale(id: number): void;
}

/**
 * Reads records until the bytes end or a record is not whole: torn by a crash in the middle of a write, or damaged.
 *
 * Answers how many bytes were whole. What bears the right checksum was written by us and is believed.
 */
export function readRecords(bytes: Buffer, reader: RecordReader): number {
  for (let at = 0; ; ) {
    const payload = readFrame(bytes, at);
    if (payload === undefined || !readRecord(payload, reader)) return at;
    at += FRAME_HEADER_BYTES + payload.length;
  }
}

/** false for what this version of the log does not know. */
function readRecord(payload: Buffer, reader: RecordReader): boolean {
  switch (payload[0] ?? 0) {
    case TAGS.series:
      reader.series(payload.readUInt32LE(1), JSON.parse(payload.toString('utf8', 5)) as Labels);
      return true;
    case TAGS.samples:
      reader.instant(payload.readDoubleLE(1));
      for (let at = ENTRIES_OFFSET; at + SAMPLE_BYTES <= payload.length; at += SAMPLE_BYTES)
        reader.sample(payload.readUInt32LE(at), payload.readDoubleLE(at + 4));
      return true;
    case TAGS.stale:
      reader.instant(payload.readDoubleLE(1));
      for (let at = ENTRIES_OFFSET; at + 4 <= payload.length; at += 4) reader.stale(payload.readUInt32LE(at));
      return true;
    default:
      return false;
  }
}
