import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** First bytes of every segment: what it is, and of which version. */
export const SEGMENT_MAGIC = Buffer.from('sluice metrics log 1\n');

const SEGMENT_NAME = /^(\d{8})\.log$/;

/** The numbers of the segments in a folder, oldest first; the folder is made where it is missing. */
export function listSegments(folder: string): readonly number[] {
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(folder).flatMap((name) => SEGMENT_NAME.exec(name)?.[1] ?? []);
  return names.map(Number).sort((a, b) => a - b);
}

/** Where a segment stands. */
export function segmentPath(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(8, '0')}.log`);
}

/** The records' bytes of a segment; undefined when it does not begin as one, as after a crash while it was made. */
export function readSegment(folder: string, number: number): Buffer | undefined {
  const bytes = readFileSync(segmentPath(folder, number));
  const begins = bytes.subarray(0, SEGMENT_MAGIC.length).equals(SEGMENT_MAGIC);
  return begins ? bytes.subarray(SEGMENT_MAGIC.length) : undefined;
}

/** Removes a segment; no error when it is gone already. */
export function removeSegment(folder: string, number: number): void {
  rmSync(segmentPath(folder, number), { force: true });
}
