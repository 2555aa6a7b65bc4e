import { type Scenario, scenarioDurationMs } from '../options/scenario.ts';
import { Moment } from './moment.ts';
import type { TestRun } from './test-run.ts';

/** The time in which one scenario may start iterations, and the moment at which its last ones are interrupted. */
export interface ScenarioWindow {
  /** Milliseconds since the scenario started. */
  readonly elapsed: () => number;
  readonly startedAtWallMs: number;
  /** Whether nothing new may start: the time is over, or the test stops. */
  readonly over: () => boolean;
  /** Calls back once when nothing new may start; at once when that is so already. */
  readonly whenOver: (callback: () => void) => void;
  /** Calls back once when what still runs is to be interrupted; at once when that is so already. */
  readonly whenInterrupted: (callback: () => void) => void;
  /** Gives up all timers; called when nothing of the scenario runs any more. */
  readonly close: () => void;
}

/** Opens the window of a scenario now: it is over after the scenario's duration or at the test's stop, and interrupts gracefulStop later. */
export function openScenarioWindow(run: TestRun, scenario: Scenario): ScenarioWindow {
  const { clock } = run;
  const startedAt = clock.now();
  const over = new Moment();
  const interrupted = new Moment();
  let cancelGrace: (() => void) | undefined;
  over.onReached(() => {
    cancelGrace = clock.after(scenario.gracefulStopMs, interrupted.reach);
  });
  const cancelEnd = clock.after(scenarioDurationMs(scenario), over.reach);
  const atInterrupt = (): void => {
    over.reach();
    interrupted.reach();
  };
  onAbort(run.stop, over.reach);
  onAbort(run.interrupt, atInterrupt);
  return {
    elapsed: () => clock.now() - startedAt,
    startedAtWallMs: clock.wall(),
    over: () => over.reached,
    whenOver: (callback) => over.onReached(callback),
    whenInterrupted: (callback) => interrupted.onReached(callback),
    close: () => {
      run.stop.removeEventListener('abort', over.reach);
      run.interrupt.removeEventListener('abort', atInterrupt);
      cancelEnd();
      cancelGrace?.();
    },
  };
}

function onAbort(signal: AbortSignal, callback: () => void): void {
  if (signal.aborted) callback();
  else signal.addEventListener('abort', callback, { once: true });
}
