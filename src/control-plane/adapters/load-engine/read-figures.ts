import type { LoadRecords, LoadRefusal, RecordedRun } from '../../control/ports/load-engine.ts';
import { answerOrRefusal } from './answer-or-refusal.ts';
import { runEngineProcess } from './engine-process.ts';
import type { MergeProcess } from './merge-records.ts';

/** A hundred records of a hundred megabytes take a minute to read. */
const DEADLINE_MS = 120_000;

/** Reads the figures of records in a process of the engine. */
export async function readFigures(
  { processEnv, memoryBytes }: MergeProcess,
  { records, workingFolder, signal, onLog }: LoadRecords,
): Promise<LoadRefusal | { readonly kind: 'figures'; readonly runs: readonly (readonly RecordedRun[])[] }> {
  const request = { command: 'figures', records, secrets: {}, workingFolder };
  const answer = answerOrRefusal(
    await runEngineProcess({ request, processEnv, memoryBytes, signal, deadlineMs: DEADLINE_MS, onLog }),
    'figures',
  );
  return 'kind' in answer ? answer : { kind: 'figures', runs: answer.runs };
}
