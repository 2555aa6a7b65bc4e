import assert from 'node:assert/strict';
import { inMemoryScript } from '../in-memory-script.ts';
import { createLoadTest } from '../load-test.ts';
import { manualClock } from '../manual-clock.ts';
import { MetricRegistry } from '../metrics/metric-registry.ts';
import { Sketch } from '../metrics/sketch.ts';
import { consolidateOptions } from '../options/consolidate-options.ts';
import { spreadScenarios } from './spread-scenarios.ts';
import type { FromThread, ThreadLook, ToThread } from './thread-protocol.ts';

const aLook = (requests: number, active: number): ThreadLook => {
  const registry = new MetricRegistry();
  for (let index = 0; index < requests; index += 1) registry.add('http_reqs', 1, {});
  const iterations = { completed: requests, threw: 0, interrupted: 0, dropped: 0 };
  const tally = { iterations, exceptions: [], late: 0, localFailures: 0 };
  const scenarios = { default: { iterations: requests, dropped: 0, active, ended: 0 } };
  return {
    registry: registry.snapshot(),
    tally,
    scenarios,
    lag: new Sketch().snapshot(),
    active,
    initialised: 3,
    figures: [],
    exemplars: { slowest: [], failed: [] },
    failedBecause: undefined,
  };
};

/** A test on two threads that say what the test makes them say. */
const start = () => {
  const clock = manualClock();
  const script = inMemoryScript({ clock, iterate: async () => ({ kind: 'completed' }), options: { vus: 6, duration: '1m' } });
  const request = {
    scriptPath: script.path,
    env: {},
    limits: { memoryBytes: 1, initMs: 1, allowedHosts: undefined, maxVus: 10 },
    signal: new AbortController().signal,
    onProgress: () => {},
    log: () => {},
    clock,
    openScript: async () => script,
    workingFolder: '/nowhere',
  };
  const test = createLoadTest(request, script, consolidateOptions(script));
  const heard: ToThread[][] = [];
  const hears: ((message: FromThread) => void)[] = [];
  const gone: ((cause: unknown) => void)[] = [];
  const killed: number[] = [];
  const runner = spreadScenarios({
    test,
    threads: 2,
    waitUntil: async () => {},
    nowNs: () => 1n,
    startThread: ({ index }) => {
      heard[index] = [];
      return {
        say: (message) => heard[index]?.push(message),
        listen: (hear) => {
          hears[index] = hear;
        },
        onGone: (callback) => {
          gone[index] = callback;
        },
        kill: async () => {
          killed.push(index);
        },
      };
    },
  });
  const say = (index: number, message: FromThread): void => hears[index]?.(message);
  return { clock, test, runner, heard, say, killed, die: (index: number, cause: unknown) => gone[index]?.(cause) };
};

/** As far as both threads run. */
const running = async () => {
  const spread = start();
  const prepared = spread.runner.prepare();
  for (const index of [0, 1]) spread.say(index, { kind: 'ready' });
  await prepared;
  let done = false;
  const run = spread.runner
    .run('{"id":7}', () => {})
    .then(() => {
      done = true;
    });
  await spread.clock.advance(0);
  return { ...spread, run, done: () => done };
};

describe('spreadScenarios', () => {
  it('starts all threads at one moment, and is done when all are', async () => {
    const { heard, say, run, done, clock } = await running();
    assert.deepEqual(heard[0], [{ kind: 'run', setupData: '{"id":7}', startAtNs: 50_000_001n }]);
    assert.deepEqual(heard[0], heard[1]);
    say(0, { kind: 'done' });
    await clock.advance(0);
    assert.equal(done(), false);
    say(1, { kind: 'done' });
    await run;
  });

  it('adds up what all measure, and how many iterations are under way', async () => {
    const { test, say, runner } = await running();
    say(0, { kind: 'look', look: aLook(3, 2) });
    say(1, { kind: 'look', look: aLook(4, 1) });
    say(0, { kind: 'look', look: aLook(2, 1) });
    assert.deepEqual([test.registry.metric('http_reqs')?.series.samples, test.tally.completed], [9, 9]);
    assert.deepEqual([test.tally.active, runner.initialised()], [2, 6]);
    say(0, { kind: 'done' });
    assert.equal(test.tally.active, 1);
  });

  it('passes on a stop, and an end of one to all', async () => {
    const { test, heard, say } = await running();
    test.ending.cease();
    say(0, { kind: 'abort', reason: 'too late: the signal was first' });
    assert.deepEqual(
      heard.map((messages) => messages.slice(1).map(({ kind }) => kind)),
      [
        ['stop', 'interrupt'],
        ['stop', 'interrupt'],
      ],
    );
    assert.equal(test.ending.outcome(), 'interrupted');
  });

  const failures: readonly (readonly [string, (spread: Awaited<ReturnType<typeof running>>) => Promise<void>, RegExp])[] = [
    ['dies', async ({ die }) => die(1, new Error('out of memory')), /thread 2 of 2 out of memory/],
    ['ends by itself', async ({ die }) => die(0, undefined), /thread 1 of 2 ended before its work was done/],
    ['says that it failed', async ({ say }) => say(0, { kind: 'failed', message: 'can make no user' }), /thread 1 of 2 can make no user/],
    ['is silent for half a minute', ({ clock }) => clock.advance(32_000), /thread 1 of 2 has not answered for 30 s/],
  ];
  for (const [what, happen, problem] of failures) {
    it(`fails the test, and ends the others, where a thread ${what}`, async () => {
      const spread = await running();
      await happen(spread);
      assert.throws(() => spread.test.ending.throwIfFailed(), problem);
      assert.ok(spread.test.ending.interrupt.aborted);
      for (const index of [0, 1]) spread.say(index, { kind: 'done' });
      await spread.run;
    });
  }

  it('gets its users ready only where all threads do', async () => {
    const { runner, say, die } = start();
    const prepared = runner.prepare();
    say(0, { kind: 'ready' });
    die(1, new Error('no memory'));
    await assert.rejects(prepared, /thread 2 of 2 no memory/);
  });
});
