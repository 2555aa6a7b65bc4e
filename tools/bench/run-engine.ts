import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEmbeddedLoadRunner } from '../../src/control-plane/adapters/load-engine/embedded-load-runner.ts';
import { inheritedVariables } from '../../src/control-plane/config/inherited-variables.ts';
import type { LoadMeasurement, LoadRunRequest } from '../../src/control-plane/control/ports/load-runner.ts';
import type { Bench } from './bench.ts';
import type { LoadFigures, LoadTask } from './load-figures.ts';

const ignore = (): void => undefined;

/** Runs the task in the embedded engine, as the load gate does. Throws when the run was refused or did not last to the end of its schedule. */
export async function runEngine(bench: Bench, task: LoadTask): Promise<LoadFigures> {
  const scriptPath = join(bench.folder, `engine-${task.rate}.k6.ts`);
  await writeFile(scriptPath, scriptOf(task));
  const start = performance.now();
  const result = await measureLoad(bench, { scriptPath, workingFolder: bench.folder, env: { BASE_URL: task.url }, secrets: {} });
  return figuresOf(result, task, (performance.now() - start) / 1000);
}

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
    memoryBytes: 512 * 2 ** 20,
  });
  if (outcome.kind === 'refused') throw new Error(`The engine refused ${run.scriptPath}: ${outcome.location ?? ''} ${outcome.message}`);
  if (outcome.result.outcome !== 'completed')
    throw new Error(`The run of ${run.scriptPath} was ${outcome.result.outcome}: ${outcome.result.abortReason ?? ''}`);
  return outcome.result;
}

/** As many VUs as the script of the workflow service takes: enough for answers of half a second, and four times that before a start is dropped. */
function scriptOf({ rate, seconds }: LoadTask): string {
  return `import http from 'k6/http';

export const options = {
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'count'],
  scenarios: {
    bench: {
      executor: 'constant-arrival-rate',
      rate: ${rate},
      timeUnit: '1s',
      duration: '${seconds}s',
      preAllocatedVUs: ${Math.max(2, Math.ceil(rate / 2))},
      maxVUs: ${Math.max(8, rate * 2)},
    },
  },
  thresholds: { http_req_duration: ['p(95)<1000'], http_req_failed: ['rate<0.01'], dropped_iterations: ['count<1'] },
};

export default function () {
  http.get(__ENV.BASE_URL);
}
`;
}

function figuresOf(result: LoadMeasurement, { seconds }: LoadTask, wallSeconds: number): LoadFigures {
  const figure = (metric: string, stat: string): number => {
    const value = result.metrics[metric]?.values[stat];
    if (value === undefined) throw new Error(`The engine's result has no ${stat} of ${metric}`);
    return value;
  };
  return {
    ratePerSecond: result.requests / seconds,
    p50: figure('http_req_duration', 'med'),
    p95: figure('http_req_duration', 'p(95)'),
    p99: figure('http_req_duration', 'p(99)'),
    dropped: result.iterations.dropped,
    // A rate's passes are the samples that are true: here the requests that failed.
    failed: figure('http_req_failed', 'passes'),
    startLag: result.startLag,
    aroundSeconds: wallSeconds - seconds,
  };
}
