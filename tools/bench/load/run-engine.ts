import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadMeasurement } from '../../../src/control-plane/control/ports/load-runner.ts';
import type { Bench } from '../bench.ts';
import { measureLoad } from '../measure-load.ts';
import { childWith, watchCpu } from './cpu-watch.ts';
import type { ClosedTask, LoadFigures, OpenTask } from './load-figures.ts';

/** Runs an open model in the embedded engine, as the load gate does, with `vus` made ready. Throws when the run was refused or did not last to the end of its schedule. */
export function runOpenEngine(bench: Bench, task: OpenTask, vus: number): Promise<LoadFigures> {
  const scenario = `{ executor: 'constant-arrival-rate', rate: ${task.rate}, timeUnit: '1s', duration: '${task.seconds}s', preAllocatedVUs: ${vus}, maxVUs: ${2 * vus} }`;
  return run(bench, { name: `open-${task.rate}`, ...task, text: scriptOf(scenario, 'http.get(__ENV.BASE_URL);') });
}

/** Runs a closed loop in the embedded engine: one get and one check an iteration. Throws when the run was refused or did not last to its end. */
export function runClosedEngine(bench: Bench, task: ClosedTask): Promise<LoadFigures> {
  return run(bench, { name: `closed-${task.users}`, ...task, text: closedScript(task) });
}

/** A script of so many users for so many seconds, each iteration one get and one check. */
export function closedScript({ users, seconds }: Pick<ClosedTask, 'users' | 'seconds'>): string {
  const scenario = `{ executor: 'constant-vus', vus: ${users}, duration: '${seconds}s' }`;
  return scriptOf(scenario, "check(http.get(__ENV.BASE_URL), { 'is 200': (response) => response.status === 200 });");
}

const scriptOf = (scenario: string, body: string): string => `import { check } from 'k6';
import http from 'k6/http';

export const options = {
  summaryTrendStats: ['med', 'p(99)', 'count'],
  scenarios: { bench: ${scenario} },
  thresholds: { http_req_failed: ['rate<0.01'] },
};

export default function () {
  ${body}
}
`;

async function run(
  bench: Bench,
  { name, text, url, seconds }: { readonly name: string; readonly text: string; readonly url: string; readonly seconds: number },
): Promise<LoadFigures> {
  const scriptPath = join(bench.folder, `${name}.k6.ts`);
  await writeFile(scriptPath, text);
  const measured = measureLoad(bench, { scriptPath, workingFolder: bench.folder, env: { BASE_URL: url }, secrets: {} });
  // Told apart from the others by what it runs: the adapter does not tell the process that it started.
  const child = childWith('load-engine/main');
  const watch = child.then((pid) => (pid === undefined ? undefined : watchCpu(pid)));
  const result = await measured;
  return { ...figuresOf(result, seconds), cpuCores: (await watch)?.coresOverLast(seconds * 0.9) };
}

function figuresOf(result: LoadMeasurement, seconds: number): Omit<LoadFigures, 'cpuCores'> {
  const figure = (metric: string, stat: string): number => {
    const value = result.metrics[metric]?.values[stat];
    if (value === undefined) throw new Error(`The engine's result has no ${stat} of ${metric}`);
    return value;
  };
  return {
    ratePerSecond: result.requests / seconds,
    p50: figure('http_req_duration', 'med'),
    p99: figure('http_req_duration', 'p(99)'),
    dropped: result.iterations.dropped,
    // A rate's passes are the samples that are true: here the requests that failed.
    failed: figure('http_req_failed', 'passes'),
    startLag: result.startLag,
    doubts: result.generator?.tooSlow,
  };
}
