import { every } from '../every.ts';
import { addCounts, NO_COUNTS } from '../instance-counts.ts';
import { ScriptRefused } from '../load-result.ts';
import type { LoadTest } from '../load-test.ts';
import { sampleListeners } from '../outputs/tee-samples.ts';
import type { ScenarioRunner } from '../scenario-runner.ts';
import { SpreadThread } from './spread-thread.ts';
import type { StartThread } from './thread-protocol.ts';

/** What spreading needs beside the test. */
export interface SpreadOptions {
  readonly test: LoadTest;
  readonly threads: number;
  readonly startThread: StartThread;
  /** Resolves at the moment that all threads start at. */
  readonly waitUntil: (startAtNs: bigint) => Promise<void>;
  /** Of process.hrtime. */
  readonly nowNs: () => bigint;
}

/** Messages take a fraction of a millisecond; a thread that is busy with its own last user some more. */
const LEAD_NS = 50_000_000n;

/** A thread tells what it has twice a second, whatever its script does; silent for so long, it hangs. */
const SILENCE_MS = 30_000;

const SILENCE_CHECK_MS = 1000;

/**
 * Runs the scenarios in several threads, each its share of them, which start at the same moment.
 *
 * Whatever ends the test in one ends it in all. A thread that dies or hangs fails the whole test: a part of a result is none.
 */
export function spreadScenarios({ test, threads, startThread, waitUntil, nowNs }: SpreadOptions): ScenarioRunner {
  const { request, options, ending } = test;
  const { scriptPath, scriptText, env, limits, secretSources = {}, hiddenTexts = [], traced = false, outputs = [] } = request;
  const listeners = sampleListeners(outputs);
  const withSamples = listeners.length > 0;
  const all: readonly SpreadThread[] = Array.from({ length: threads }, (_, index) => {
    const start = {
      scriptPath,
      scriptText,
      env,
      limits,
      secretSources,
      hiddenTexts,
      options: options.effective,
      index,
      threads,
      withSamples,
      traced,
    };
    return new SpreadThread({
      thread: startThread(start),
      name: `thread ${index + 1} of ${threads}`,
      test,
      listeners,
      onLook: (thread) => tellOthers(all, thread),
    });
  });
  onAbort(ending.stop, () => all.forEach((thread) => thread.say({ kind: 'stop' })));
  onAbort(ending.interrupt, () => all.forEach((thread) => thread.say({ kind: 'interrupt' })));
  const stopChecking = every(request.clock, SILENCE_CHECK_MS, () => all.forEach((thread) => thread.checkSilence(SILENCE_MS)));
  return {
    prepare: async () => {
      await Promise.all(all.map((thread) => thread.ready));
      throwIfRefused(all);
      ending.throwIfFailed();
    },
    run: async (setupData, begin) => {
      const startAtNs = nowNs() + LEAD_NS;
      for (const thread of all) thread.say({ kind: 'run', setupData, startAtNs });
      await waitUntil(startAtNs);
      begin();
      await Promise.all(all.map((thread) => thread.done));
    },
    initialised: () => all.reduce((sum, thread) => sum + thread.counts.vusInitialized, 0),
    figures: () => all.flatMap((thread) => thread.figures),
    dispose: async () => {
      stopChecking();
      await Promise.all(all.map((thread) => thread.kill()));
    },
  };
}

/** exec.instance is about the whole process, so each thread is told what the others have. */
function tellOthers(all: readonly SpreadThread[], thread: SpreadThread): void {
  const others = all.filter((other) => other !== thread);
  thread.say({ kind: 'others', counts: others.map(({ counts }) => counts).reduce(addCounts, NO_COUNTS) });
}

function throwIfRefused(all: readonly SpreadThread[]): void {
  const refused = all.find((thread) => thread.refused !== undefined)?.refused;
  if (refused !== undefined) throw new ScriptRefused(refused);
}

function onAbort(signal: AbortSignal, callback: () => void): void {
  if (signal.aborted) callback();
  else signal.addEventListener('abort', callback, { once: true });
}
