import type { Scenario } from '../options/scenario.ts';
import { pause } from './pause.ts';
import { runArrivals } from './run-arrivals.ts';
import { runLoopingVus } from './run-looping-vus.ts';
import { runRampingVus } from './run-ramping-vus.ts';
import { openScenarioWindow, type ScenarioWindow } from './scenario-window.ts';
import type { TestRun } from './test-run.ts';

/**
 * Runs one scenario from its startTime to the end of its last iteration, and counts what it dropped.
 *
 * A scenario that dropped nothing says so with a sample of 0: a threshold on dropped_iterations then has a measured number to judge.
 */
export async function runScenario(run: TestRun, scenario: Scenario): Promise<void> {
  await pause(run.clock, scenario.startTimeMs, run.stop);
  if (run.stop.aborted) return;
  const window = openScenarioWindow(run, scenario);
  const tags = { ...run.tags, ...scenario.tags, scenario: scenario.name };
  const mine = run.tally.scenarios.of(scenario.name);
  const drop = (count: number): void => {
    run.tally.dropped += count;
    mine.dropped += count;
    run.sink.add('dropped_iterations', count, tags, run.clock.wall());
  };
  try {
    await execute(run, scenario, window, drop);
    drop(0);
  } catch (error) {
    run.fail(error);
  } finally {
    mine.ended += 1;
    window.close();
  }
}

function execute(run: TestRun, scenario: Scenario, window: ScenarioWindow, drop: (count: number) => void): Promise<void> {
  switch (scenario.executor) {
    case 'constant-vus':
    case 'shared-iterations':
    case 'per-vu-iterations':
      return runLoopingVus(run, scenario, window, drop);
    case 'ramping-vus':
      return runRampingVus(run, scenario, window);
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
      return runArrivals(run, scenario, window, drop);
  }
}
