import type { ConstantVus, CountedIterations } from '../options/scenario.ts';
import type { ScenarioWindow } from './scenario-window.ts';
import { takeSlots } from './take-slots.ts';
import type { TestRun } from './test-run.ts';
import { iterationFrame, type VuSlot } from './vu-slot.ts';

/** Whether a user may start one more iteration, given how many it and all users have started. */
export type MayStart = (startedByVu: number, startedByAll: number) => boolean;

/** What a closed-loop scenario's users are held to: `planned` is undefined where only time ends it. */
export interface LoopPlan {
  readonly vus: number;
  readonly planned: number | undefined;
  readonly mayStart: MayStart;
}

/** The plan of a scenario: users go round until time is over, until the pot is empty, or until each has done its own. */
export function loopPlan(scenario: ConstantVus | CountedIterations): LoopPlan {
  const { vus } = scenario;
  switch (scenario.executor) {
    case 'constant-vus':
      return { vus, planned: undefined, mayStart: () => true };
    case 'shared-iterations': {
      const { iterations } = scenario;
      return { vus: Math.min(vus, iterations), planned: iterations, mayStart: (_, byAll) => byAll < iterations };
    }
    case 'per-vu-iterations': {
      const { iterations } = scenario;
      return { vus, planned: vus * iterations, mayStart: (byVu) => byVu < iterations };
    }
  }
}

/** Runs a closed-loop scenario to its end; planned iterations that were never started because its time was over are dropped. */
export async function runLoopingVus(
  run: TestRun,
  scenario: ConstantVus | CountedIterations,
  window: ScenarioWindow,
  drop: (count: number) => void,
): Promise<void> {
  const plan = loopPlan(scenario);
  let started = 0;
  const progress = (): number => (plan.planned === undefined ? window.elapsed() / durationOf(scenario) : started / plan.planned);
  const slots = await takeSlots(
    run,
    iterationFrame(scenario, window.startedAtWallMs, () => Math.min(1, progress())),
    plan.vus,
  );
  window.whenInterrupted(() => slots.forEach((slot) => slot.interrupt()));
  const loop = async (slot: VuSlot): Promise<void> => {
    for (let byVu = 0; !window.over() && plan.mayStart(byVu, started); byVu += 1) {
      const iteration = started;
      started += 1;
      const turn = run.clock.turn();
      await slot.run(iteration);
      // One that waited for its target goes on at once, on the stack that it has just given back: V8 keeps four of them and unmaps the rest.
      if (run.clock.turn() === turn) await run.clock.breathe();
    }
    slot.release();
  };
  await Promise.all(slots.map(loop));
  if (plan.planned !== undefined && !run.stop.aborted) drop(plan.planned - started);
}

const durationOf = (scenario: ConstantVus | CountedIterations): number =>
  scenario.executor === 'constant-vus' ? scenario.durationMs : scenario.maxDurationMs;
