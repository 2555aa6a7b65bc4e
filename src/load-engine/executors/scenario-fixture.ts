import { type InMemoryIteration, inMemoryScript } from '../in-memory-script.ts';
import { manualClock } from '../manual-clock.ts';
import { MetricRegistry } from '../metrics/metric-registry.ts';
import { readScenario } from '../options/read-scenario.ts';
import { plannedVus } from '../options/scenario.ts';
import { createTestEnding } from '../test-ending.ts';
import type { IterationOutcome, TestFacts } from '../virtual-user.ts';
import { IterationTally } from './iteration-tally.ts';
import { runScenario } from './run-scenario.ts';
import { StartLagRecorder } from './start-lag.ts';
import { createVuPool } from './vu-pool.ts';

/** A scenario as a script writes it, and what its iterations do. */
export interface ScenarioSetting {
  readonly scenario: Readonly<Record<string, unknown>>;
  readonly iterate?: (iteration: InMemoryIteration) => Promise<IterationOutcome>;
  /** How long a user waits for its making, and how long that holds up the event loop. */
  readonly creationMs?: number;
  readonly blockingMs?: number;
  readonly minIterationDurationMs?: number;
}

const FACTS: TestFacts = {
  startMs: 0,
  instance: () => ({ iterationsCompleted: 0, iterationsInterrupted: 0, vusActive: 0, vusInitialized: 0 }),
  options: {},
  globalTags: {},
};

/** One start of an iteration: when after the scenario's own start, on which user, and its number. */
export interface SeenStart {
  readonly atMs: number;
  readonly vu: number;
  readonly iteration: number;
}

/** Starts one scenario on a clock that the test moves. */
export const startScenario = async ({
  scenario: raw,
  iterate = ({ take }) => take(100),
  creationMs = 0,
  blockingMs = 0,
  minIterationDurationMs = 0,
}: ScenarioSetting) => {
  const clock = manualClock();
  let startedAt = 0;
  const scenario = readScenario('gate', raw, ['default']);
  const starts: SeenStart[] = [];
  const made: number[] = [];
  const script = inMemoryScript({
    clock,
    creationMs,
    iterate: (iteration) => {
      starts.push({ atMs: clock.now() - startedAt, vu: iteration.vu, iteration: iteration.context.iterationInScenario });
      return iterate(iteration);
    },
  });
  const [registry, tally, lag, ending] = [new MetricRegistry(), new IterationTally(), new StartLagRecorder(), createTestEnding()];
  const pool = createVuPool(clock, (id) => {
    clock.jump(blockingMs);
    made.push(clock.now() - startedAt);
    return script.createVirtualUser(id, FACTS, registry);
  });
  const prepared = pool.prepare(plannedVus(scenario), ending.stop);
  await clock.advance(creationMs * plannedVus(scenario));
  await prepared;
  startedAt = clock.now();
  made.splice(0);
  const { stop, interrupt, abort, fail } = ending;
  const run = {
    clock,
    pool,
    tally,
    lag,
    sink: registry,
    tags: {},
    setupData: undefined,
    minIterationDurationMs,
    stop,
    interrupt,
    abort,
    fail,
  };
  let done = false;
  const finished = runScenario(run, scenario).then(() => {
    done = true;
  });
  await clock.advance(0);
  return { clock, starts, made, script, registry, tally, lag, ending, pool, finished, done: () => done };
};

/** The times of starts. */
export const times = (starts: readonly { readonly atMs: number }[]): readonly number[] => starts.map(({ atMs }) => atMs);
