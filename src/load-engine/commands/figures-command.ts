import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { OptionsRefused } from '../load-result.ts';
import { readRecord } from '../record/read-record.ts';
import { type RecordFigures, recordFigures } from '../record/record-figures.ts';
import type { FiguresCommand } from '../run-protocol.ts';
import type { EngineCommand } from './engine-command.ts';

/** Reads the figures of records, each path a file or a folder of them, in the order of their names; throws OptionsRefused for what is no record. */
export const figuresCommand: EngineCommand<FiguresCommand> = async ({ records, workingFolder }) => {
  const runs = await Promise.all(records.map((name) => readFigures(path.resolve(workingFolder, name), name)));
  return { type: 'figures', runs };
};

async function readFigures(file: string, name: string): Promise<readonly RecordFigures[]> {
  const figures: RecordFigures[] = [];
  for (const each of await filesOf(file, name)) {
    const reading = await readRecord(each);
    if (!reading.ok) throw new OptionsRefused(reading.problem);
    figures.push(recordFigures(reading.record));
  }
  return figures;
}

async function filesOf(file: string, name: string): Promise<readonly string[]> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory() !== true) return [file];
  const names = (await readdir(file)).filter((each) => each.endsWith('.json')).sort();
  if (names.length === 0) throw new OptionsRefused(`${name} has no records of load runs (*.json)`);
  return names.map((each) => path.join(file, each));
}
