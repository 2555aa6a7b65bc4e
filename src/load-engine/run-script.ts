import { readyVus } from './executors/ready-vus.ts';
import { runScenario } from './executors/run-scenario.ts';
import { finishTest } from './finish-test.ts';
import { refusedAddresses } from './http/refused-addresses.ts';
import { requestsOf } from './load-progress.ts';
import { type LoadResult, ScriptRefused } from './load-result.ts';
import { createLoadTest, type LoadTest } from './load-test.ts';
import { runMask } from './mask-secrets.ts';
import { consolidateOptions, type LoadOptions } from './options/consolidate-options.ts';
import { maximumVus } from './options/scenario.ts';
import type { LoadLog, RunScriptRequest } from './run-request.ts';
import { runSetup, runTeardown } from './set-up-test.ts';
import type { LoadScript } from './virtual-user.ts';
import { watchTest } from './watch-test.ts';

/**
 * Runs a k6 script from its init stage to its summary.
 *
 * Throws ScriptRefused before the first request where the script can't be run as it is written, and whatever the engine itself failed
 * with. Everything the script does wrong while it runs is in the result.
 */
export async function runScript(given: RunScriptRequest): Promise<LoadResult> {
  const mask = runMask(given);
  const log: LoadLog = (level, message) => given.log(level, mask(message));
  const request = { ...given, log };
  const { scriptPath: path, env, limits } = given;
  const { secretSources = {}, hiddenTexts = [] } = given;
  const script = await request.openScript({ path, env, limits, log, secretSources, hiddenTexts });
  try {
    return await runOpened(request, script);
  } finally {
    await script.dispose();
  }
}

async function runOpened(request: RunScriptRequest, script: LoadScript): Promise<LoadResult> {
  const options = consolidateOptions(script);
  refuseTooManyVus(options, request.limits.maxVus);
  for (const warning of [...options.warnings, ...refusedAddresses(request.env, request.limits.allowedHosts)]) request.log('warn', warning);
  const test = createLoadTest(request, script, options);
  const cease = (): void => test.ending.cease();
  if (request.signal.aborted) cease();
  else request.signal.addEventListener('abort', cease, { once: true });
  try {
    await test.pool.prepare(readyVus(options.scenarios), test.ending.stop);
    return await runStages(test);
  } finally {
    request.signal.removeEventListener('abort', cease);
    await test.pool.dispose();
  }
}

function refuseTooManyVus({ scenarios }: LoadOptions, maxVus: number): void {
  const wanted = scenarios.reduce((sum, scenario) => sum + maximumVus(scenario), 0);
  if (wanted > maxVus)
    throw new ScriptRefused(`options.scenarios: want up to ${wanted} VUs, and this engine is held to ${maxVus} a process`);
}

async function runStages(test: LoadTest): Promise<LoadResult> {
  const setup = await runSetup(test);
  restartClock(test);
  if (setup.kind === 'done') await runScenarios(test, setup.returned);
  const durationMs = test.request.clock.now() - test.start.now;
  test.ending.throwIfFailed();
  throwIfOnlyRefused(test);
  if (setup.kind === 'done') await runTeardown(test, setup.returned);
  return finishTest(test, setup.kind === 'done' ? setup.returned : undefined, durationMs);
}

/** A script that was stopped before it sent anything was refused, as one that is wrong in itself; after that it is a test that was aborted. */
function throwIfOnlyRefused({ ending, registry }: LoadTest): void {
  const refusal = ending.refusal();
  const sent = requestsOf(registry) > 0 || (registry.metric('data_sent')?.series.samples ?? 0) > 0;
  if (refusal !== undefined && !sent) throw new ScriptRefused(refusal);
}

function restartClock({ start, request }: LoadTest): void {
  start.now = request.clock.now();
  start.wall = request.clock.wall();
}

async function runScenarios(test: LoadTest, setupData: string | undefined): Promise<void> {
  const { request, options, registry, tally, lag, ending, pool } = test;
  const { clock } = request;
  const stopWatching = watchTest(test);
  try {
    const { stop, interrupt, abort, fail } = ending;
    const run = { clock, pool, tally, lag, sink: registry, tags: options.tags, setupData, stop, interrupt, abort, fail };
    const { minIterationDurationMs } = options;
    await Promise.all(options.scenarios.map((scenario) => runScenario({ ...run, minIterationDurationMs }, scenario)));
  } finally {
    stopWatching();
  }
}
