import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type OutputSpec, outputSecrets, writesToDescriptor } from '../../../load-engine/outputs/output-spec.ts';
import { parseOutput } from '../../../load-engine/outputs/parse-output.ts';
import { readSecretSources } from '../../../load-engine/secrets/read-secret-sources.ts';
import type { SecretSources } from '../../../load-engine/secrets/secret-sources.ts';
import type { LoadEngine, LoadRefusal, LoadScriptRequest, LoadScriptRun } from '../../control/ports/load-engine.ts';
import { answerOrRefusal } from './answer-or-refusal.ts';
import { type EngineProcess, runEngineProcess } from './engine-process.ts';
import { mergeRecords } from './merge-records.ts';
import { readFigures } from './read-figures.ts';
import { scriptLimits } from './script-limits.ts';

/** What the engine's processes are given. */
export interface ProcessLoadEngineOptions {
  /** The environment of the process itself, which no script sees. */
  readonly processEnv: Readonly<Record<string, string>>;
  /** What a run may use of the memory, in bytes. */
  readonly memoryBytes: number;
}

/** More users than this are a slip of the keyboard: one process can't keep them on time. */
const MAX_VUS = 20_000;

/** A person ends a run of their own; a timer of this length is the longest there is. */
const RUN_DEADLINE_MS = 2 ** 31 - 1;

/** Nothing is sent while a script is looked at: its init stage has a limit of its own. */
const LOOK_DEADLINE_MS = 60_000;

/** Makes the engine that works in processes of its own, one a command. */
export function processLoadEngine({ processEnv, memoryBytes }: ProcessLoadEngineOptions): LoadEngine {
  const ask = (asked: EngineProcess['request'], { signal, onLog }: LoadScriptRequest, deadlineMs: number): EngineProcess => ({
    request: asked,
    processEnv,
    memoryBytes,
    signal,
    onLog,
    deadlineMs,
  });
  return {
    merge: (request) => mergeRecords({ processEnv, memoryBytes }, request),
    figures: (request) => readFigures({ processEnv, memoryBytes }, request),
    run: async (request) => {
      const given = readGiven(request, readRun);
      if ('kind' in given) return given;
      const process = ask({ command: 'run', ...given }, request, RUN_DEADLINE_MS);
      const sharesStdout = given.outputs.some(writesToDescriptor);
      const hiddenTexts = outputSecrets(given.outputs);
      const answer = answerOrRefusal(
        await runEngineProcess({
          ...process,
          graceMs: RUN_DEADLINE_MS,
          sharesStdout,
          hiddenTexts,
          onProgress: request.onProgress,
        }),
        'result',
      );
      return 'kind' in answer ? answer : { kind: 'measured', result: answer.result };
    },
    inspect: async (request) => {
      const given = readGiven(request, readScript);
      if ('kind' in given) return given;
      const answer = answerOrRefusal(await runEngineProcess(ask({ command: 'inspect', ...given }, request, LOOK_DEADLINE_MS)), 'inspected');
      return 'kind' in answer ? answer : { kind: 'inspected', inspection: answer.inspection };
    },
    lint: async (request) => {
      const given = readGiven(request, readScript);
      if ('kind' in given) return given;
      const answer = answerOrRefusal(await runEngineProcess(ask({ command: 'lint', ...given }, request, LOOK_DEADLINE_MS)), 'linted');
      return 'kind' in answer ? answer : { kind: 'linted', findings: answer.findings };
    },
  };
}

/** What was wrong with the flags is told as what the engine itself refuses. */
function readGiven<Request, Given>(request: Request, read: (request: Request) => Given): Given | LoadRefusal {
  try {
    return read(request);
  } catch (error) {
    return { kind: 'refused', blame: 'options', message: error instanceof Error ? error.message : String(error) };
  }
}

function readScript(request: LoadScriptRequest) {
  const { scriptPath, scriptText, workingFolder, env, secrets, layers, allowedHosts } = request;
  const limits = scriptLimits(allowedHosts, MAX_VUS);
  const secretSources = readSources(request);
  return { scriptPath, scriptText, workingFolder, env, secrets, secretSources, optionLayers: layers, limits };
}

/** What was given without a source stands in the source that is asked where a script names none; a flag wins. Without it a named source that is alone stays the one that is asked. */
function readSources({ secretSources, givenSecrets, workingFolder, variable }: LoadScriptRequest): SecretSources {
  const readFile = (path: string): string => readFileSync(resolve(workingFolder, path), 'utf8');
  const read = readSecretSources(secretSources, { readFile, variable });
  return Object.keys(givenSecrets).length === 0 ? read : { ...read, default: { ...givenSecrets, ...read['default'] } };
}

function readRun(request: LoadScriptRun) {
  const { threads, skip, withoutSamples, traced } = request;
  return { ...readScript(request), outputs: readOutputs(request), threads, skip, withoutSamples, traced };
}

function readOutputs({ outputs, outputVariables }: LoadScriptRun): readonly OutputSpec[] {
  return outputs.map((text) => {
    const reading = parseOutput(text, outputVariables);
    if (!reading.ok) throw new Error(reading.problem);
    return reading.spec;
  });
}
