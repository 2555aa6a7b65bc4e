import { plannedVus, type RampingVus, scenarioDurationMs } from '../options/scenario.ts';
import type { ScenarioWindow } from './scenario-window.ts';
import { takeSlots } from './take-slots.ts';
import type { TestRun } from './test-run.ts';
import { iterationFrame, type VuSlot } from './vu-slot.ts';
import { type VuStep, vuSteps } from './vu-steps.ts';

/** Runs a ramping-vus scenario to its end. A user ramped down may finish its iteration within gracefulRampDown. */
export async function runRampingVus(run: TestRun, scenario: RampingVus, window: ScenarioWindow): Promise<void> {
  const progress = (): number => Math.min(1, window.elapsed() / scenarioDurationMs(scenario));
  const slots = await takeSlots(run, iterationFrame(scenario, window.startedAtWallMs, progress), plannedVus(scenario));
  let started = 0;
  const nextIteration = (): number => started++;
  const rungs = slots.map((slot) => new Rung({ run, slot, window, graceMs: scenario.gracefulRampDownMs, nextIteration }));
  window.whenInterrupted(() => slots.forEach((slot) => slot.interrupt()));
  await followSteps(run, window, vuSteps(scenario), (vus) => rungs.forEach((rung, index) => rung.want(index < vus)));
  await Promise.all(rungs.map((rung) => rung.rest()));
}

/** Applies each step at its moment; resolves when the window is over. */
function followSteps(run: TestRun, window: ScenarioWindow, steps: readonly VuStep[], apply: (vus: number) => void): Promise<void> {
  return new Promise((resolve) => {
    let index = 0;
    let cancel: (() => void) | undefined;
    const wake = (): void => {
      let due: VuStep | undefined;
      for (; (steps[index]?.atMs ?? Number.POSITIVE_INFINITY) <= window.elapsed(); index += 1) due = steps[index];
      if (due !== undefined) apply(due.vus);
      const next = steps[index];
      if (next !== undefined) cancel = run.clock.after(Math.max(1, next.atMs - window.elapsed()), wake);
    };
    wake();
    window.whenOver(() => {
      cancel?.();
      resolve();
    });
  });
}

interface RungOptions {
  readonly run: TestRun;
  readonly slot: VuSlot;
  readonly window: ScenarioWindow;
  readonly graceMs: number;
  readonly nextIteration: () => number;
}

/** One user of the ramp: goes round while it is wanted, and is interrupted when it doesn't come to rest in time. */
class Rung {
  readonly #options: RungOptions;
  #wanted = false;
  #round: Promise<void> | undefined;
  #cancelInterruption: (() => void) | undefined;

  constructor(options: RungOptions) {
    this.#options = options;
  }

  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#cancelInterruption?.();
    const { run, slot, graceMs } = this.#options;
    if (wanted) this.#round ??= this.#goRound();
    else this.#cancelInterruption = run.clock.after(graceMs, () => slot.interrupt());
  }

  /** Waits until the user runs nothing, then gives it back. */
  async rest(): Promise<void> {
    await this.#round;
    this.#cancelInterruption?.();
    this.#options.slot.release();
  }

  async #goRound(): Promise<void> {
    const { run, slot, window, nextIteration } = this.#options;
    while (this.#wanted && !window.over()) {
      slot.revive();
      const turn = run.clock.turn();
      await slot.run(nextIteration());
      if (run.clock.turn() === turn) await run.clock.breathe();
    }
    this.#round = undefined;
  }
}
