import { type ConstantArrivalRate, type RampingArrivalRate, scenarioDurationMs } from '../options/scenario.ts';
import { ArrivalCrew } from './arrival-crew.ts';
import { arrivalTimes } from './arrival-times.ts';
import type { ScenarioWindow } from './scenario-window.ts';
import { StartSchedule } from './start-schedule.ts';
import { takeSlots } from './take-slots.ts';
import type { TestRun } from './test-run.ts';
import { iterationFrame } from './vu-slot.ts';

/**
 * Runs an open-model scenario to its end; each start that can't be made goes to `drop`.
 *
 * Starts keep their schedule whatever the target does: for a start that finds no free user one more is made while there may be, and a
 * start that can't be made on time is dropped. So starts and drops together are the whole schedule, unless the test stops early.
 */
export async function runArrivals(
  run: TestRun,
  scenario: ConstantArrivalRate | RampingArrivalRate,
  window: ScenarioWindow,
  drop: (count: number) => void,
): Promise<void> {
  const durationMs = scenarioDurationMs(scenario);
  const frame = iterationFrame(scenario, window.startedAtWallMs, () => Math.min(1, window.elapsed() / durationMs));
  const slots = await takeSlots(run, frame, scenario.preAllocatedVus);
  const schedule = new StartSchedule(run, window, arrivalTimes(scenario));
  const freed = (): void => schedule.userFree();
  const crew = new ArrivalCrew({ run, frame, slots, maxVus: scenario.maxVus, elapsed: window.elapsed, drop, freed });
  window.whenInterrupted(() => crew.interrupt());
  await schedule.keep((scheduledMs) => crew.start(scheduledMs));
  await new Promise<void>((resolve) => window.whenOver(resolve));
  await crew.rest();
}
