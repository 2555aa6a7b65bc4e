import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { secretMask } from '../mask-secrets.ts';
import { messageOf } from '../message-of.ts';
import type { LoadOutput } from '../outputs/load-output.ts';
import type { LoadRecord } from './load-record.ts';
import { MOST_RECORD_BYTES, parseRecord, type RecordReading, recordText } from './record-text.ts';

/** Writes a record so that its file is there whole or not at all: beside it, to the disk, then renamed. */
export async function writeRecord(path: string, record: LoadRecord): Promise<void> {
  const beside = `${path}.${process.pid}.part`;
  try {
    const file = await open(beside, 'w');
    try {
      await file.writeFile(recordText(record));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw new Error(`the record of the run can't be written to ${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** Reads a record's file; the problem begins with its path. */
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

/** Where a record goes, and what must not be in it. */
export interface RecordOutputOptions {
  readonly path: string;
  readonly secrets: readonly string[];
}

/** The output `record=FILE`: the run with everything its result was computed from, for `sluice load merge` and `compare`. */
export function recordOutput({ path, secrets }: RecordOutputOptions): LoadOutput {
  const mask = secretMask(secrets);
  return {
    name: `record=${path}`,
    start: async () => {
      const beside = `${path}.${process.pid}.part`;
      await (await open(beside, 'w')).close(); // a folder that can't be written to is told before the test, not after it
      await rm(beside);
    },
    finish: async (_, { record }) => {
      try {
        await writeRecord(path, mask(record));
        return [];
      } catch (error) {
        return [messageOf(error)];
      }
    },
  };
}
