import type { TestRun } from './test-run.ts';
import { createVuSlot, type IterationFrame, type VuSlot } from './vu-slot.ts';

/** Takes `count` users from the pool, making those that don't stand ready, each in a slot of the scenario. */
export function takeSlots(run: TestRun, frame: IterationFrame, count: number): Promise<readonly VuSlot[]> {
  return Promise.all(Array.from({ length: count }, async () => createVuSlot(run, frame, run.pool.take() ?? (await run.pool.create()))));
}
