import { systemClock } from '../clock.ts';
import { type LoadResult, ScriptRefused } from '../load-result.ts';
import { openScript } from '../open-script.ts';
import type { RunScriptRequest } from '../run-request.ts';
import { runScript } from '../run-script.ts';
import { type BehaviourRun, type BehaviourRunner, countOf } from './behaviour-run.ts';

const limits = { memoryBytes: 64 * 2 ** 20, initMs: 5000, allowedHosts: undefined, maxVus: 200 };

/** How the engine is asked to run; as a release's gate asks where nothing is said. */
export type EngineWishes = Pick<RunScriptRequest, 'threads' | 'startThread' | 'withoutSamples'>;

/** Makes the runner that runs scripts in the engine of this project, in this process: no exit code. A refusal is a run without counts whose output tells it. */
export function runOnEngine(wishes: EngineWishes = {}): BehaviourRunner {
  return async ({ folder, scriptPath, env, flags, variables }) => {
    const lines: string[] = [];
    try {
      const result = await runScript({
        scriptPath,
        env,
        limits,
        signal: new AbortController().signal,
        onProgress: () => {},
        log: (level, message) => lines.push(`${level}: ${message}`),
        clock: systemClock,
        openScript,
        workingFolder: folder,
        optionLayers: { flags, environment: variables, file: {} },
        ...wishes,
      });
      return toldBy(result, lines);
    } catch (error) {
      if (!(error instanceof ScriptRefused)) throw error;
      const output = [...lines, `refused: ${error.message}`].join('\n');
      return { exitCode: undefined, counts: {}, interrupted: 0, thresholds: {}, output };
    }
  };
}

function toldBy(
  { metrics, iterations, thresholds, exceptions, outcome, abortReason, summaryText }: LoadResult,
  lines: readonly string[],
): BehaviourRun {
  const thrown = exceptions.map(({ message, location, count }) => `exception: ${message} at ${location} (${count})`);
  const told = [...lines, ...thrown, `${outcome}: ${abortReason ?? ''}`, summaryText];
  return {
    exitCode: undefined,
    counts: Object.fromEntries(Object.entries(metrics).map(([key, { values }]) => [key, countOf(values)])),
    interrupted: iterations.interrupted,
    thresholds: Object.fromEntries(thresholds.map(({ metric, expression, passed }) => [`${metric} ${expression}`, passed])),
    output: told.join('\n'),
  };
}
