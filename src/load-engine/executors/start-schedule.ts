import type { ScenarioWindow } from './scenario-window.ts';
import type { TestRun } from './test-run.ts';

/**
 * What is due is started for so long before answers have their turn. After a stall that matters: a backlog started in one go is all under
 * way at once, on users that have no connection yet, and so makes the next stall; users that answers set free have one.
 */
const MOST_AT_A_TIME_MS = 2;

/** Later than this a start belongs to a backlog: a start for each of many answers would hold up the answers behind them, and be measured as the target's time. */
const BACKLOG_MS = 4;

/** The times at which iterations of an open-model scenario are to start, and who wakes up for them: timers, and users that become free. */
export class StartSchedule {
  readonly #run: Pick<TestRun, 'clock' | 'stop'>;
  readonly #window: Pick<ScenarioWindow, 'elapsed'>;
  readonly #times: Iterator<number, undefined>;
  #next: number | undefined;
  #due: ((scheduledMs: number) => void) | undefined;
  #cancel: (() => void) | undefined;
  #end: (() => void) | undefined;

  constructor(run: Pick<TestRun, 'clock' | 'stop'>, window: Pick<ScenarioWindow, 'elapsed'>, times: Iterator<number, undefined>) {
    this.#run = run;
    this.#window = window;
    this.#times = times;
    this.#next = times.next().value;
  }

  /** Calls `due` for each time of the schedule when it has come; resolves after the last, or when the test stops. */
  keep(due: (scheduledMs: number) => void): Promise<void> {
    const { stop } = this.#run;
    return new Promise((resolve) => {
      this.#due = due;
      this.#end = resolve;
      stop.addEventListener('abort', () => this.#stop(), { once: true });
      this.#wake();
    });
  }

  /** Makes the next start at once if its time has come: answers that arrive together would hold up the timer, and the sandbox of who is free is still warm. A backlog is not its business. */
  userFree(): void {
    if (this.#run.stop.aborted || this.#next === undefined) return;
    const lateMs = this.#window.elapsed() - this.#next;
    if (lateMs >= 0 && lateMs <= BACKLOG_MS) this.#startNext(this.#next);
  }

  #startNext(scheduledMs: number): void {
    this.#next = this.#times.next().value;
    this.#due?.(scheduledMs);
  }

  #wake(): void {
    if (this.#run.stop.aborted) return this.#stop();
    let nowMs = this.#window.elapsed();
    const until = nowMs + MOST_AT_A_TIME_MS;
    for (; this.#next !== undefined && this.#next <= nowMs && nowMs <= until; nowMs = this.#window.elapsed()) this.#startNext(this.#next);
    if (this.#next === undefined) return this.#stop();
    if (this.#next <= nowMs) void this.#run.clock.breathe().then(() => this.#wake());
    else this.#cancel = this.#run.clock.after(Math.max(1, this.#next - nowMs), () => this.#wake());
  }

  #stop(): void {
    this.#cancel?.();
    this.#end?.();
  }
}
