import { readFileSync } from 'node:fs';
import { NumberedFiles } from '../numbered-files.ts';

/** First bytes of every segment: what it is, and of which version. */
export const SEGMENT_MAGIC = Buffer.from('sluice metrics log 1\n');

/** A closed segment of the log on disk. */
export interface Segment {
  readonly number: number;
  readonly bytes: number;
  /** The oldest and the newest instant that it tells of; ∞ and −∞ when none. */
  readonly oldestMs: number;
  readonly newestMs: number;
}

/** The segments of the log in a folder. */
export function segmentFiles(folder: string): NumberedFiles {
  return new NumberedFiles(folder, 'log');
}

/** What a file that should be a segment begins as. `unbegun`: a crash came before its first bytes were whole. */
export type SegmentContent =
  | { readonly kind: 'records'; readonly records: Buffer }
  | { readonly kind: 'unbegun' }
  | { readonly kind: 'foreign' };

/** Reads a segment whole. */
export function readSegment(path: string): SegmentContent {
  const bytes = readFileSync(path);
  const head = bytes.subarray(0, SEGMENT_MAGIC.length);
  if (head.equals(SEGMENT_MAGIC)) return { kind: 'records', records: bytes.subarray(SEGMENT_MAGIC.length) };
  return head.equals(SEGMENT_MAGIC.subarray(0, head.length)) ? { kind: 'unbegun' } : { kind: 'foreign' };
}
