import { needsSamples } from '../../../load-engine/outputs/output-spec.ts';
import { parseOutput } from '../../../load-engine/outputs/parse-output.ts';
import type { LoadMerge, LoadRefusal } from '../../control/ports/load-engine.ts';
import type { LoadMeasurement } from '../../control/ports/load-runner.ts';
import { answerOrRefusal } from './answer-or-refusal.ts';
import { runEngineProcess } from './engine-process.ts';

/** What the process that merges is given. */
export interface MergeProcess {
  readonly processEnv: Readonly<Record<string, string>>;
  readonly memoryBytes: number;
}

/** A hundred records of a hundred megabytes take a minute to read. */
const DEADLINE_MS = 120_000;

/** Merges records in a process of the engine; `outputs` are as `--out` has them. */
export async function mergeRecords(
  { processEnv, memoryBytes }: MergeProcess,
  { records, outputs, workingFolder, signal, onLog }: LoadMerge,
): Promise<LoadRefusal | { readonly kind: 'measured'; readonly result: LoadMeasurement }> {
  const readings = outputs.map((output) => parseOutput(output, {}));
  const wrong = readings.find((reading) => !reading.ok);
  if (wrong !== undefined && !wrong.ok) return { kind: 'refused', blame: 'options', message: wrong.problem };
  const specs = readings.flatMap((reading) => (reading.ok ? [reading.spec] : []));
  const ofSamples = specs.find(needsSamples);
  if (ofSamples !== undefined) {
    const message = `--out ${ofSamples.kind}: records have no single samples; record, html and summary-export can be written from them`;
    return { kind: 'refused', blame: 'options', message };
  }
  const request = { command: 'merge', records, outputs: specs, secrets: {}, workingFolder };
  const answer = answerOrRefusal(
    await runEngineProcess({ request, processEnv, memoryBytes, signal, deadlineMs: DEADLINE_MS, onLog }),
    'result',
  );
  return 'kind' in answer ? answer : { kind: 'measured', result: answer.result };
}
