import type { InstanceCounts } from './virtual-user.ts';

/** Nothing has run. */
export const NO_COUNTS: InstanceCounts = { iterationsCompleted: 0, iterationsInterrupted: 0, vusActive: 0, vusInitialized: 0 };

/** What several threads have together. */
export function addCounts(one: InstanceCounts, other: InstanceCounts): InstanceCounts {
  return {
    iterationsCompleted: one.iterationsCompleted + other.iterationsCompleted,
    iterationsInterrupted: one.iterationsInterrupted + other.iterationsInterrupted,
    vusActive: one.vusActive + other.vusActive,
    vusInitialized: one.vusInitialized + other.vusInitialized,
  };
}
