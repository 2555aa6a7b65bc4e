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
}

/** The users of an open-model scenario: who is free, and which starts wait for a user in the making. */
export class ArrivalCrew {
  readonly #options: ArrivalCrewOptions;
  readonly #all: VuSlot[];
  readonly #free: VuSlot[];
  /** Scheduled times of starts that wait for a user; never more of them than users in the making. */
  readonly #waiting: number[] = [];
  readonly #work = new Set<Promise<void>>();
  #making = 0;
  #started = 0;
  #interrupted = false;

  constructor(options: ArrivalCrewOptions) {
    this.#options = options;
    this.#all = [...options.slots];
    this.#free = [...options.slots];
  }

  /** Starts the iteration that was due at `scheduledMs` on a free user, or on one that is made for it, or drops it. */
  start(scheduledMs: number): void {
    const slot = this.#free.pop();
    if (slot !== undefined) this.#track(this.#iterate(slot, scheduledMs));
    else if (this.#all.length + this.#making < this.#options.maxVus) {
      this.#waiting.push(scheduledMs);
      this.#track(this.#enlist());
    } else this.#options.drop(1);
  }

  /** Ends all iterations under way; starts that still wait are dropped. */
  interrupt(): void {
    this.#interrupted = true;
    for (const slot of this.#all) slot.interrupt();
  }

  /** Waits until nothing runs, then gives all users back. */
  async rest(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
    for (const slot of this.#all) slot.release();
  }

  #track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  async #iterate(slot: VuSlot, scheduledMs: number): Promise<void> {
    this.#options.run.lag.add(this.#options.elapsed() - scheduledMs);
    this.#started += 1;
    await slot.run(this.#started - 1);
    await this.#next(slot);
  }

  /** A user that is free serves the start that waits longest, whichever user that start was waiting for. */
  async #next(slot: VuSlot): Promise<void> {
    const scheduledMs = this.#waiting.shift();
    if (scheduledMs === undefined) this.#free.push(slot);
    else if (this.#interrupted) this.#options.drop(1);
    else await this.#iterate(slot, scheduledMs);
  }

  async #enlist(): Promise<void> {
    const slot = await this.#make();
    if (slot !== undefined) await this.#next(slot);
  }

  async #make(): Promise<VuSlot | undefined> {
    const { run, frame } = this.#options;
    this.#making += 1;
    try {
      const slot = createVuSlot(run, frame, run.pool.take() ?? (await run.pool.create()));
      this.#all.push(slot);
      if (this.#interrupted) slot.interrupt();
      return slot;
    } catch (error) {
      run.fail(error);
      return undefined;
    } finally {
      this.#making -= 1;
    }
  }
}
