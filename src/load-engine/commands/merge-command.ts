import path from 'node:path';
import type { LoadLog } from '../load-log.ts';
import { type LoadResult, OptionsRefused } from '../load-result.ts';
import { openOutputs } from '../outputs/open-outputs.ts';
import { finishOutputs, startOutputs } from '../outputs/run-outputs.ts';
import type { NamedRecord } from '../record/merge-problem.ts';
import { type MergedRun, mergeRecords } from '../record/merge-records.ts';
import { readRecord } from '../record/read-record.ts';
import type { MergeCommand } from '../run-protocol.ts';
import { thresholdTexts } from '../thresholds/threshold-texts.ts';
import type { CommandTools, EngineCommand } from './engine-command.ts';

/** Merges the records of all parts of a test and answers the result of the whole; throws OptionsRefused for records that are not that. */
export const mergeCommand: EngineCommand<MergeCommand> = async ({ records: paths, workingFolder, outputs }, tools) => {
  const records = await Promise.all(paths.map((name) => readNamed(name, path.resolve(workingFolder, name))));
  const merging = mergeRecords(records);
  if (!merging.ok) throw new OptionsRefused(`these records can't be merged: ${merging.problem}`);
  const log: LoadLog = (level, message) => tools.write({ type: 'log', level, message });
  const opened = openOutputs(outputs, { workingFolder, clock: tools.clock, log, mask: tools.mask });
  const result = await tellOutputs(merging.run, opened, tools);
  for (const problem of result.outputProblems ?? []) log('error', problem);
  return { type: 'result', result };
};

async function readNamed(name: string, file: string): Promise<NamedRecord> {
  const reading = await readRecord(file);
  if (!reading.ok) throw new OptionsRefused(reading.problem);
  return { name, record: reading.record };
}

async function tellOutputs(
  { result, record, options }: MergedRun,
  outputs: ReturnType<typeof openOutputs>,
  { clock }: CommandTools,
): Promise<LoadResult> {
  const thresholds = thresholdTexts(options.thresholds);
  await startOutputs(outputs, { startedAtMs: record.startedAtMs, scriptPath: record.script.name, options: record.options, thresholds });
  const { summaryTrendStats: trendStats, summaryTimeUnit: timeUnit } = options;
  const end = { checks: record.snapshot.checks, setupData: undefined, trendStats, timeUnit, record };
  const outputProblems = await finishOutputs(outputs, { result, end, clock });
  return outputProblems.length === 0 ? result : { ...result, outputProblems };
}
