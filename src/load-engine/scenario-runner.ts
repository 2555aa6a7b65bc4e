import { readyVus } from './executors/ready-vus.ts';
import { runScenario } from './executors/run-scenario.ts';
import type { GeneratorFigures, GeneratorWatch } from './generator/generator-figures.ts';
import type { LoadTest } from './load-test.ts';
import type { Scenario } from './options/scenario.ts';

/**
 * Whoever runs the scenarios of a test: this thread, or several.
 *
 * What they measure is in the test's registry, tally and lag when `run` resolves, and but for the last half second while it runs. They
 * end where the test's ending says so, and tell it of causes of theirs.
 */
export interface ScenarioRunner {
  /** Makes all users that must stand ready, or those until the test stops. */
  readonly prepare: () => Promise<void>;
  /** Runs all scenarios to their end; `begin` is called at the moment at which they start. */
  readonly run: (setupData: string | undefined, begin: () => void) => Promise<void>;
  /** How many users exist. */
  readonly initialised: () => number;
  /** How each thread that sends did since the scenarios began; none where nobody watches. */
  readonly figures: () => readonly GeneratorFigures[];
  readonly dispose: () => Promise<void>;
}

/** Whether starts have their times, so that the first of them must not be late. */
const hasSchedule = ({ executor }: Scenario): boolean => executor === 'constant-arrival-rate' || executor === 'ramping-arrival-rate';

/** Runs the scenarios in this thread. */
export function localScenarios(test: LoadTest): ScenarioRunner {
  const { request, options, pool, ending, tally, lag, sink } = test;
  let watch: GeneratorWatch | undefined;
  let last: GeneratorFigures | undefined;
  return {
    prepare: async () => {
      if (options.scenarios.some(hasSchedule)) await test.script.warmUp?.();
      await pool.prepare(readyVus(options.scenarios), ending.stop);
    },
    run: async (setupData, begin) => {
      begin();
      watch = request.watchGenerator?.();
      const { stop, interrupt, abort, fail } = ending;
      const { tags, minIterationDurationMs } = options;
      const run = { clock: request.clock, pool, tally, lag, sink, tags, setupData, minIterationDurationMs, stop, interrupt, abort, fail };
      await Promise.all(options.scenarios.map((scenario) => runScenario(run, scenario)));
      last = watch?.read();
      watch?.stop();
    },
    initialised: () => pool.initialised(),
    figures: () => [last ?? watch?.read()].filter((figures) => figures !== undefined),
    dispose: () => pool.dispose(),
  };
}
