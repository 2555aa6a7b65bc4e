import { readFile, stat } from 'node:fs/promises';
import { messageOf } from '../message-of.ts';
import { MOST_RECORD_BYTES, parseRecord, type RecordReading } from './record-text.ts';

/** Reads a record's file, as the output `record=FILE` writes it; the problem begins with its path. */
export async function readRecord(path: string): Promise<RecordReading> {
  try {
    const { size } = await stat(path);
    if (size > MOST_RECORD_BYTES) return { ok: false, problem: `${path} has ${size} bytes, which no record of a load run has` };
    const reading = parseRecord(await readFile(path, 'utf8'));
    return reading.ok ? reading : { ok: false, problem: `${path} ${reading.problem}` };
  } catch (error) {
    return { ok: false, problem: `${path} can't be read: ${messageOf(error)}` };
  }
}
