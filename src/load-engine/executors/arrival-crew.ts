import type { TestRun } from './test-run.ts';
import { createVuSlot, type IterationFrame, type VuSlot } from './vu-slot.ts';

/** What a crew is made of. */
export interface ArrivalCrewOptions {
  readonly run: TestRun;
  readonly frame: IterationFrame;
  /** The users that stand ready. */
  readonly slots: readonly VuSlot[];
  readonly maxVus: number;
  /** Milliseconds since the scenario started. */
  readonly elapsed: () => number;
  /** Counts starts that are not made. */
  readonly drop: (count: number) => void;
  /** Told of each user that becomes free. */
  readonly freed: () => void;
}

/** A start later than this is not made: after a stall the target would get a burst that nobody planned, and the schedule would be a wish. */
const MOST_LATE_MS = 100;

/**
 * The users of an open-model scenario: who is free, and which starts wait for one.
 *
 * A start waits only while users may still be added, and no longer than it may be late. Users are added one at a time, for as long as
 * starts wait: making them takes the time that starts need, so a stall must not be answered with a crowd of them.
 */
export class ArrivalCrew {
  readonly #options: ArrivalCrewOptions;
  readonly #all: VuSlot[];
  readonly #free: VuSlot[];
  /** Scheduled times of starts that wait, in order; never more of them than users that may still be added. */
  readonly #waiting: number[] = [];
  readonly #work = new Set<Promise<void>>();
  #adding = false;
  #started = 0;
  #interrupted = false;

  constructor(options: ArrivalCrewOptions) {
    this.#options = options;
    this.#all = [...options.slots];
    this.#free = [...options.slots];
  }

  /** Starts the iteration that was due at `scheduledMs` on a free user, lets it wait for one, or drops it: also where it comes too late. */
  start(scheduledMs: number): void {
    this.#dropLate();
    if (this.#isLate(scheduledMs)) {
      this.#options.run.tally.late += 1;
      return this.#options.drop(1);
    }
    const slot = this.#free.pop();
    if (slot !== undefined) return this.#track(this.#serve(slot, scheduledMs));
    if (this.#waiting.length >= this.#options.maxVus - this.#all.length) return this.#options.drop(1);
    this.#waiting.push(scheduledMs);
    if (!this.#adding) this.#track(this.#addUsers());
  }

  /** Ends all iterations under way; starts that still wait are dropped. */
  interrupt(): void {
    this.#interrupted = true;
    for (const slot of this.#all) slot.interrupt();
  }

  /** Waits until nothing runs, then gives all users back. */
  async rest(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
    this.#drop(this.#waiting.length);
    for (const slot of this.#all) slot.release();
  }

  #track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  /** Runs an iteration, then those of starts that wait, until none does. */
  async #serve(slot: VuSlot, first: number | undefined): Promise<void> {
    for (let scheduledMs = first; scheduledMs !== undefined; scheduledMs = this.#nextWaiting()) {
      this.#options.run.lag.add(this.#options.elapsed() - scheduledMs);
      this.#started += 1;
      await slot.run(this.#started - 1);
    }
    this.#free.push(slot);
    this.#options.freed();
  }

  async #addUsers(): Promise<void> {
    this.#adding = true;
    while (this.#waiting.length > 0) {
      const slot = await this.#make();
      if (slot === undefined) break;
      this.#all.push(slot);
      if (this.#interrupted) slot.interrupt();
      this.#track(this.#serve(slot, this.#nextWaiting()));
    }
    this.#adding = false;
  }

  async #make(): Promise<VuSlot | undefined> {
    const { run, frame } = this.#options;
    try {
      return createVuSlot(run, frame, run.pool.take() ?? (await run.pool.create()));
    } catch (error) {
      run.fail(error);
      return undefined;
    }
  }

  /** The start that waits longest, or undefined where none may be made any more. */
  #nextWaiting(): number | undefined {
    if (this.#interrupted || this.#options.run.stop.aborted) this.#drop(this.#waiting.length);
    this.#dropLate();
    return this.#waiting.shift();
  }

  #isLate(scheduledMs: number): boolean {
    return this.#options.elapsed() - scheduledMs > MOST_LATE_MS;
  }

  #dropLate(): void {
    const inTime = this.#waiting.findIndex((scheduledMs) => !this.#isLate(scheduledMs));
    this.#drop(inTime === -1 ? this.#waiting.length : inTime);
  }

  #drop(count: number): void {
    if (count === 0) return;
    this.#waiting.splice(0, count);
    this.#options.drop(count);
  }
}
