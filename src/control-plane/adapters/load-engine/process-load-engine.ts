import type { LoadEngine, LoadScriptRequest } from '../../control/ports/load-engine.ts';
import { type EngineProcess, runEngineProcess } from './engine-process.ts';
import { mergeRecords } from './merge-records.ts';
import { scriptLimits } from './script-limits.ts';
import { wrongAnswer } from './wrong-answer.ts';

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
  const ask = (asked: EngineProcess['request'], request: LoadScriptRequest, deadlineMs: number) => {
    const { signal, onLog } = request;
    return { request: asked, processEnv, memoryBytes, signal, onLog, deadlineMs };
  };
  return {
    merge: (request) => mergeRecords({ processEnv, memoryBytes }, request),
    run: async (request) => {
      const { threads, withoutSamples, traced, onProgress } = request;
      const asked = { command: 'run', ...scriptRequest(request), threads, withoutSamples, traced };
      const answer = await runEngineProcess({ ...ask(asked, request, RUN_DEADLINE_MS), graceMs: RUN_DEADLINE_MS, onProgress });
      if (answer.type === 'refused') return { kind: 'refused', blame: answer.blame, message: answer.message };
      if (answer.type !== 'result') throw wrongAnswer(answer.type);
      return { kind: 'measured', result: answer.result };
    },
    inspect: async (request) => {
      const answer = await runEngineProcess(ask({ command: 'inspect', ...scriptRequest(request) }, request, LOOK_DEADLINE_MS));
      if (answer.type === 'refused') return { kind: 'refused', blame: answer.blame, message: answer.message };
      if (answer.type !== 'inspected') throw wrongAnswer(answer.type);
      return { kind: 'inspected', inspection: answer.inspection };
    },
  };
}

function scriptRequest(request: LoadScriptRequest) {
  const { scriptPath, scriptText, workingFolder, env, secrets, layers, allowedHosts } = request;
  const limits = scriptLimits(allowedHosts, MAX_VUS);
  return { scriptPath, scriptText, workingFolder, env, secrets, optionLayers: layers, limits };
}
