import type { CanaryState, ObjectiveState } from './canary-state.ts';
import { emptyTally, type Tally } from './tally.ts';

/** What both arms counted in a stretch of a canary. */
export interface Counts {
  readonly candidate: Tally;
  readonly baseline: Tally;
}

/**
 * What an objective counted after a time, as a step does after its start.
 *
 * Where the scrapes around that time are no longer told apart it counts from the next one that is, so a step is credited with less, never with more.
 */
export function countsSince({ startedMs }: CanaryState, state: ObjectiveState, sinceMs: number): Counts {
  const { candidate, baseline, history } = state;
  if (sinceMs <= startedMs) return { candidate, baseline };
  const from = history.find(({ atMs }) => atMs >= sinceMs);
  if (from === undefined) return { candidate: emptyTally, baseline: emptyTally };
  return { candidate: difference(candidate, from.candidate), baseline: difference(baseline, from.baseline) };
}

function difference(a: Tally, b: Tally): Tally {
  return { bad: a.bad - b.bad, total: a.total - b.total };
}
