import type { BehaviourRunner } from '../../load-engine/behaviour/behaviour-run.ts';
import { countOf } from '../../load-engine/behaviour/behaviour-run.ts';
import type { LoadResult } from '../../load-engine/load-result.ts';
import { sluiceCli } from './sluice-cli.ts';

/**
 * Runs scripts by `sluice load run`, as a pipeline does: its exit code, its JSON, and what it wrote. A machine that was too busy to trust the run
 * is no matter of these tests: then there is no exit code.
 */
export const runOnCommand: BehaviourRunner = async ({ scriptPath, env, flags, variables }) => {
  const named = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const flagged = Object.entries(flags).map(
    ([option, value]) => `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${value}`,
  );
  const { code, out, err } = await sluiceCli(['load', 'run', '--json', ...named, ...flagged, scriptPath], variables);
  const { end, result } = JSON.parse(out) as { readonly end?: string; readonly result?: LoadResult };
  const { metrics = {}, thresholds = [], iterations } = result ?? {};
  return {
    exitCode: end === 'generator-too-slow' ? undefined : (code ?? undefined),
    counts: Object.fromEntries(Object.entries(metrics).map(([key, { values }]) => [key, countOf(values)])),
    interrupted: iterations?.interrupted ?? 0,
    thresholds: Object.fromEntries(thresholds.map(({ metric, expression, passed }) => [`${metric} ${expression}`, passed])),
    output: `${out}\n${err}`,
  };
};
