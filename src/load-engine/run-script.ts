import { finishTest } from './finish-test.ts';
import { refusedAddresses } from './http/refused-addresses.ts';
import type { LoadLog } from './load-log.ts';
import { requestsOf } from './load-progress.ts';
import { type LoadResult, OptionsRefused } from './load-result.ts';
import { createLoadTest, type LoadTest } from './load-test.ts';
import { runMask, type SecretMask, unhiddenSecrets } from './mask-secrets.ts';
import type { LoadOptions } from './options/consolidate-options.ts';
import { layeredOptions } from './options/layered-options.ts';
import { maximumVus } from './options/scenario.ts';
import type { OutputStart } from './outputs/load-output.ts';
import { abandonOutputs, startOutputs } from './outputs/run-outputs.ts';
import type { RunScriptRequest } from './run-request.ts';
import { localScenarios, type ScenarioRunner } from './scenario-runner.ts';
import { runSetup, runTeardown } from './set-up-test.ts';
import { skipStages } from './skip-stages.ts';
import { spreadScenarios } from './threads/spread-scenarios.ts';
import { usefulThreads } from './threads/thread-options.ts';
import { waitUntilNs } from './threads/wait-until.ts';
import { thresholdTexts } from './thresholds/threshold-texts.ts';
import type { LoadScript } from './virtual-user.ts';
import { watchTest } from './watch-test.ts';

/**
 * Runs a k6 script from its init stage to its summary.
 *
 * Throws OptionsRefused before the first request where the script can't be run as it is written, and whatever the engine itself failed
 * with. Everything the script does wrong while it runs is in the result.
 */
export async function runScript(given: RunScriptRequest): Promise<LoadResult> {
  const mask = runMask(given);
  const log: LoadLog = (level, message, source) => given.log(level, mask(message), source);
  const request = { ...given, log };
  for (const warning of unhiddenSecrets(given)) log('warn', warning);
  const { scriptPath: path, scriptText, env, limits } = given;
  const text = scriptText === undefined ? {} : { text: scriptText };
  const { secretSources = {}, hiddenTexts = [] } = given;
  const script = await request.openScript({ path, ...text, env, limits, log, secretSources, hiddenTexts });
  try {
    return await runOpened(request, skipStages(script, given.skip ?? []));
  } finally {
    await script.dispose();
  }
}

async function runOpened(request: RunScriptRequest, script: LoadScript): Promise<LoadResult> {
  const options = maskedTags(layeredOptions(script, request.optionLayers), runMask(request));
  refuseTooManyVus(options, request.limits.maxVus);
  for (const warning of [...options.warnings, ...refusedAddresses(request)]) request.log('warn', warning);
  const test = createLoadTest(request, script, options);
  await startOutputs(request.outputs ?? [], runMask(request)(outputStart(test)));
  let result: LoadResult | undefined;
  try {
    result = await runPrepared(test);
    return result;
  } finally {
    if (result === undefined) await abandonOutputs(request.outputs ?? []);
  }
}

async function runPrepared(test: LoadTest): Promise<LoadResult> {
  const { request, ending } = test;
  const runner = scenarioRunner(test);
  const cease = (): void => ending.cease();
  if (request.signal.aborted) cease();
  else request.signal.addEventListener('abort', cease, { once: true });
  try {
    await runner.prepare();
    return await runStages(test, runner);
  } finally {
    request.signal.removeEventListener('abort', cease);
    await runner.dispose();
  }
}

function scenarioRunner(test: LoadTest): ScenarioRunner {
  const { request, options } = test;
  const threads = usefulThreads(request.threads ?? 1, options.scenarios);
  if (threads === 1) return localScenarios(test);
  const { startThread } = request;
  if (startThread === undefined) throw new Error(`the load engine can't start ${threads} threads here`);
  return spreadScenarios({ test, threads, startThread, waitUntil: waitUntilNs, nowNs: () => process.hrtime.bigint() });
}

/** The executors' own samples carry these tags as they stand here. */
function maskedTags(options: LoadOptions, mask: SecretMask): LoadOptions {
  const scenarios = options.scenarios.map((scenario) => ({ ...scenario, tags: mask(scenario.tags) }));
  return { ...options, tags: mask(options.tags), scenarios };
}

function outputStart({ start, script, options }: LoadTest): OutputStart {
  const thresholds = thresholdTexts(options.thresholds);
  return { startedAtMs: start.wall, scriptPath: script.path, options: options.effective, thresholds };
}

function refuseTooManyVus({ scenarios }: LoadOptions, maxVus: number): void {
  const wanted = scenarios.reduce((sum, scenario) => sum + maximumVus(scenario), 0);
  if (wanted > maxVus)
    throw new OptionsRefused(`options.scenarios: want up to ${wanted} VUs, and this engine is held to ${maxVus} a process`);
}

async function runStages(test: LoadTest, runner: ScenarioRunner): Promise<LoadResult> {
  const setup = await runSetup(test);
  restartClock(test);
  if (setup.kind === 'done') await runScenarios(test, runner, setup.returned);
  const durationMs = test.request.clock.now() - test.start.now;
  test.ending.throwIfFailed();
  throwIfOnlyRefused(test);
  if (setup.kind === 'done') await runTeardown(test, setup.returned);
  return finishTest(test, { setupData: setup.kind === 'done' ? setup.returned : undefined, durationMs, figures: runner.figures() });
}

/** A script that was stopped before it sent anything was refused, and ends as after its first request: what is wrong is where it was pointed; after that it is a test that was aborted. */
function throwIfOnlyRefused({ ending, registry }: LoadTest): void {
  const refusal = ending.refusal();
  const sent = requestsOf(registry) > 0 || (registry.metric('data_sent')?.series.samples ?? 0) > 0;
  if (refusal !== undefined && !sent) throw new OptionsRefused(refusal);
}

function restartClock({ start, request }: LoadTest): void {
  start.now = request.clock.now();
  start.wall = request.clock.wall();
}

async function runScenarios(test: LoadTest, runner: ScenarioRunner, setupData: string | undefined): Promise<void> {
  let stopWatching: (() => void) | undefined;
  try {
    await runner.run(setupData, () => {
      restartClock(test);
      stopWatching = watchTest(test, runner.initialised);
    });
  } finally {
    stopWatching?.();
  }
}
