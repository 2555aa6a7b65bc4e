import { crc32 } from 'node:zlib';
import type { Labels } from '../query-result.ts';

/** What a segment of the log holds, in the order in which it happened. Series are numbered anew in each segment. */
export type LogRecord =
  | { readonly kind: 'series'; readonly id: number; readonly labels: Labels }
  | { readonly kind: 'samples'; readonly atMs: number; readonly samples: readonly LoggedSample[] }
  | { readonly kind: 'stale'; readonly atMs: number; readonly ids: readonly number[] };

export interface LoggedSample {
  readonly id: number;
  readonly value: number;
}

const TAGS = { series: 1, samples: 2, stale: 3 } as const;
const HEADER_BYTES = 8;
const ENTRIES_OFFSET = 9;
const SAMPLE_BYTES = 12;

/** A record as bytes: its length, its checksum, then itself; all numbers little-endian. */
export function encodeRecord(record: LogRecord): Buffer {
  const payload = encodePayload(record);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(payload.length, 0);
  header.writeUInt32LE(crc32(payload), 4);
  return Buffer.concat([header, payload]);
}

function encodePayload(record: LogRecord): Buffer {
  switch (record.kind) {
    case 'series': {
      const head = Buffer.alloc(5);
      head.writeUInt8(TAGS.series, 0);
      head.writeUInt32LE(record.id, 1);
      return Buffer.concat([head, Buffer.from(JSON.stringify(record.labels))]);
    }
    case 'samples':
      return encodeSamples(record.atMs, record.samples);
    case 'stale': {
      const bytes = timed(TAGS.stale, record.atMs, record.ids.length * 4);
      for (const [index, id] of record.ids.entries()) bytes.writeUInt32LE(id, ENTRIES_OFFSET + index * 4);
      return bytes;
    }
  }
}

function encodeSamples(atMs: number, samples: readonly LoggedSample[]): Buffer {
  const bytes = timed(TAGS.samples, atMs, samples.length * SAMPLE_BYTES);
  for (const [index, { id, value }] of samples.entries()) {
    const offset = ENTRIES_OFFSET + index * SAMPLE_BYTES;
    bytes.writeUInt32LE(id, offset);
    bytes.writeDoubleLE(value, offset + 4);
  }
  return bytes;
}

/** A payload that begins with its tag and time, with room for its entries. */
function timed(tag: number, atMs: number, entryBytes: number): Buffer {
  const bytes = Buffer.alloc(ENTRIES_OFFSET + entryBytes);
  bytes.writeUInt8(tag, 0);
  bytes.writeDoubleLE(atMs, 1);
  return bytes;
}

/**
 * Reads records until the bytes end or a record is not whole: torn by a crash in the middle of a write, or damaged.
 *
 * Answers at last how many bytes were whole. What bears the right checksum was written by us and is believed.
 */
export function* decodeRecords(bytes: Buffer): Generator<LogRecord, number> {
  let at = 0;
  for (;;) {
    const payload = wholePayload(bytes, at);
    const record = payload === undefined ? undefined : decodePayload(payload);
    if (payload === undefined || record === undefined) return at;
    yield record;
    at += HEADER_BYTES + payload.length;
  }
}

function wholePayload(bytes: Buffer, at: number): Buffer | undefined {
  if (at + HEADER_BYTES > bytes.length) return undefined;
  const end = at + HEADER_BYTES + bytes.readUInt32LE(at);
  if (end > bytes.length) return undefined;
  const payload = bytes.subarray(at + HEADER_BYTES, end);
  return crc32(payload) === bytes.readUInt32LE(at + 4) ? payload : undefined;
}

/** undefined for what this version of the log does not know. */
function decodePayload(payload: Buffer): LogRecord | undefined {
  switch (payload[0] ?? 0) {
    case TAGS.series:
      return { kind: 'series', id: payload.readUInt32LE(1), labels: JSON.parse(payload.toString('utf8', 5)) as Labels };
    case TAGS.samples:
      return { kind: 'samples', atMs: payload.readDoubleLE(1), samples: decodeSamples(payload) };
    case TAGS.stale:
      return { kind: 'stale', atMs: payload.readDoubleLE(1), ids: offsets(payload, 4).map((offset) => payload.readUInt32LE(offset)) };
    default:
      return undefined;
  }
}

function decodeSamples(payload: Buffer): readonly LoggedSample[] {
  return offsets(payload, SAMPLE_BYTES).map((offset) => ({ id: payload.readUInt32LE(offset), value: payload.readDoubleLE(offset + 4) }));
}

function offsets(payload: Buffer, entryBytes: number): readonly number[] {
  return Array.from(
    { length: Math.trunc((payload.length - ENTRIES_OFFSET) / entryBytes) },
    (_, index) => ENTRIES_OFFSET + index * entryBytes,
  );
}
