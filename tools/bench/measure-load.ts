import { createEmbeddedLoadRunner } from '../../src/control-plane/adapters/load-engine/embedded-load-runner.ts';
import { inheritedVariables } from '../../src/control-plane/config/inherited-variables.ts';
import type { LoadMeasurement, LoadRunRequest } from '../../src/control-plane/control/ports/load-runner.ts';
import type { Bench } from './bench.ts';

const ignore = (): void => undefined;

/** Runs a script in the embedded engine to the end of its schedule, through the adapter that the load gate uses. Throws when it doesn't come to it. */
export async function measureLoad(
  { signal }: Bench,
  run: Pick<LoadRunRequest, 'scriptPath' | 'env' | 'secrets'> & { readonly workingFolder: string },
): Promise<LoadMeasurement> {
  const { workingFolder, ...request } = run;
  const runner = createEmbeddedLoadRunner({ workingFolder, processEnv: inheritedVariables(), allowedHosts: undefined });
  const outcome = await runner.run({
    ...request,
    signal,
    onProgress: ignore,
    onLog: ignore,
    deadlineMs: 600_000,
    memoryBytes: 2 * 2 ** 30,
  });
  if (outcome.kind === 'refused') throw new Error(`The engine refused ${run.scriptPath}: ${outcome.location ?? ''} ${outcome.message}`);
  if (outcome.result.outcome !== 'completed')
    throw new Error(`The run of ${run.scriptPath} was ${outcome.result.outcome}: ${outcome.result.abortReason ?? ''}`);
  return outcome.result;
}
