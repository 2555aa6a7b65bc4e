import type { Clock } from '../clock.ts';
import { every } from '../every.ts';
import type { WatchGenerator } from '../generator/generator-figures.ts';
import { addCounts, NO_COUNTS } from '../instance-counts.ts';
import type { LoadLog } from '../load-log.ts';
import { ScriptRefused } from '../load-result.ts';
import { createLoadTest, type LoadTest } from '../load-test.ts';
import { messageOf } from '../message-of.ts';
import { batchSamples, type SampleBatches } from '../outputs/batch-samples.ts';
import type { RunScriptRequest } from '../run-request.ts';
import { localScenarios, type ScenarioRunner } from '../scenario-runner.ts';
import type { LoadScript, OpenScript } from '../virtual-user.ts';
import { threadOptions } from './thread-options.ts';
import type { FromThread, ThreadLine, ThreadStart, ToThread } from './thread-protocol.ts';

/** What a thread works with. */
export interface ThreadSurroundings {
  readonly start: ThreadStart;
  readonly line: ThreadLine<FromThread, ToThread>;
  readonly clock: Clock;
  readonly openScript: OpenScript;
  readonly watchGenerator: WatchGenerator;
  /** Resolves at the moment that all threads start at. */
  readonly waitUntil: (startAtNs: bigint) => Promise<void>;
}

/** How often a thread tells what it has measured: progress is shown twice a second, and thresholds are judged on it. */
export const LOOK_MS = 500;

/** Enough that a message costs little beside its samples, and few enough that cloning them holds up nobody. */
const SAMPLES_A_MESSAGE = 500;

/** Runs one thread's share of a test, as the main thread tells it to, and tells what it measures. Never rejects. */
export async function runThread(surroundings: ThreadSurroundings): Promise<void> {
  const { line } = surroundings;
  try {
    await runShare(surroundings);
    line.say({ kind: 'done' });
  } catch (error) {
    if (error instanceof ScriptRefused) line.say({ kind: 'refused', message: error.message, location: error.location });
    else line.say({ kind: 'failed', message: messageOf(error) });
  }
}

async function runShare(surroundings: ThreadSurroundings): Promise<void> {
  const { start, line, openScript } = surroundings;
  const { scriptPath: path, scriptText, env, limits, secretSources, hiddenTexts } = start;
  const text = scriptText === undefined ? {} : { text: scriptText };
  const orders = listenForOrders(line);
  const log: LoadLog = (level, message, source) => line.say({ kind: 'log', level, message, source });
  const script = await openScript({ path, ...text, env, limits, log, secretSources, hiddenTexts });
  const samples = batchSamples(SAMPLES_A_MESSAGE, (batch) => line.say({ kind: 'samples', samples: batch }));
  const test = threadTest(surroundings, script, log, samples);
  const runner = localScenarios(test);
  orders.obey(test);
  test.ending.stop.addEventListener('abort', () => tellEnding(test, line));
  const stopLooking = every(surroundings.clock, LOOK_MS, () => look(test, runner, line, samples));
  try {
    await runner.prepare();
    line.say({ kind: 'ready' });
    const { setupData, startAtNs } = await orders.run;
    await surroundings.waitUntil(startAtNs);
    await runner.run(setupData, () => restart(test));
    test.ending.throwIfFailed();
  } finally {
    stopLooking();
    look(test, runner, line, samples);
    await runner.dispose();
    await script.dispose();
  }
}

function restart({ start, request }: LoadTest): void {
  start.now = request.clock.now();
  start.wall = request.clock.wall();
}

function threadTest(
  { start, clock, openScript, watchGenerator }: ThreadSurroundings,
  script: LoadScript,
  log: LoadLog,
  samples: SampleBatches,
): LoadTest {
  const request: RunScriptRequest = {
    scriptPath: start.scriptPath,
    env: start.env,
    limits: start.limits,
    secretSources: start.secretSources,
    hiddenTexts: start.hiddenTexts,
    signal: new AbortController().signal,
    onProgress: () => {},
    log,
    clock,
    openScript,
    watchGenerator,
    workingFolder: '',
    traced: start.traced,
    outputs: start.withSamples ? [{ name: 'main thread', start: async () => {}, sample: samples.sample, finish: async () => [] }] : [],
  };
  return createLoadTest(request, script, threadOptions(script, start));
}

interface Orders {
  /** The order to run, or none ever where the thread is to end before. */
  readonly run: Promise<Extract<ToThread, { readonly kind: 'run' }>>;
  /** Ends the test as ordered, also by what was ordered before it was there. */
  readonly obey: (test: LoadTest) => void;
}

type LaterOrder = Exclude<ToThread, { readonly kind: 'run' }>;

function listenForOrders(line: ThreadLine<FromThread, ToThread>): Orders {
  const run = Promise.withResolvers<Extract<ToThread, { readonly kind: 'run' }>>();
  const early: LaterOrder[] = [];
  let hear = (order: LaterOrder): void => {
    early.push(order);
  };
  line.listen((order) => {
    if (order.kind === 'run') run.resolve(order);
    else hear(order);
  });
  return {
    run: run.promise,
    obey: (test) => {
      hear = (order) => obey(test, order);
      for (const order of early) hear(order);
    },
  };
}

function obey({ ending, elsewhere }: LoadTest, order: LaterOrder): void {
  switch (order.kind) {
    case 'stop':
      return ending.cease();
    case 'interrupt':
      return ending.abort(ORDERED);
    case 'others':
      elsewhere.others = order.counts;
      return undefined;
  }
}

/** The reason of an end that the main thread ordered, which knows it. */
const ORDERED = 'the main thread ended the test';

/** The script ended the test here: it ends everywhere. What the engine failed with is told at the end. */
function tellEnding({ ending }: LoadTest, line: ThreadLine<FromThread, ToThread>): void {
  const [reason, refusal] = [ending.reason(), ending.refusal()];
  if (refusal !== undefined) line.say({ kind: 'refused-host', reason: refusal });
  else if (ending.outcome() === 'aborted' && reason !== undefined && reason !== ORDERED) line.say({ kind: 'abort', reason });
}

function look(test: LoadTest, runner: ScenarioRunner, line: ThreadLine<FromThread, ToThread>, samples: SampleBatches): void {
  const { registry, tally, lag, ending, exemplars, elsewhere } = test;
  const reason = ending.reason();
  const taken = tally.take();
  const { completed, threw, interrupted } = taken.iterations;
  const counts = { ...NO_COUNTS, iterationsCompleted: completed + threw, iterationsInterrupted: interrupted };
  elsewhere.handedOver = addCounts(elsewhere.handedOver, counts);
  samples.flush();
  line.say({
    kind: 'look',
    look: {
      registry: registry.take(),
      tally: taken,
      scenarios: tally.scenarios.take(),
      lag: lag.take(),
      active: tally.active,
      initialised: runner.initialised(),
      figures: runner.figures(),
      exemplars: exemplars.take(),
      failedBecause: ending.outcome() === 'aborted' && reason !== ORDERED ? reason : undefined,
    },
  });
}
