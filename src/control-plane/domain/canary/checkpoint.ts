import type { Tally } from './tally.ts';

/** What an objective had gathered after a scrape: counts since the start, and evidence as natural logarithms. */
export interface Checkpoint {
  readonly atMs: number;
  readonly candidate: Tally;
  readonly baseline: Tally;
  /** Evidence that the candidate is bad by this objective. */
  readonly logEvidence: number;
  /** Evidence that it is acceptable: the lesser of relative and absolute. */
  readonly logCertificate: number;
}

/** Enough for a chart of a rollout and for the counts of its newest step; the newest half is always at full resolution. */
const mostCheckpoints = 128;

/** The history with one more checkpoint; when it is full, every second one of the older half is forgotten, so its size never grows. */
export function addCheckpoint(history: readonly Checkpoint[], checkpoint: Checkpoint): readonly Checkpoint[] {
  const all = [...history, checkpoint];
  if (all.length <= mostCheckpoints) return all;
  return all.filter((_, i) => i >= mostCheckpoints / 2 || i % 2 === 0);
}
