import type { LoadRunProgress } from './ports/load-runner.ts';

/** Called with each look at a load gate under way. */
export type ProgressListener = (progress: LoadRunProgress) => void;

/**
 * Where load gates under way in this process are looked at: nothing of it is recorded, and nothing is kept for those who come later.
 *
 * A gate that another replica runs is not seen here; what it comes to is news of the release, as everything that counts is.
 */
export interface ProgressBoard {
  readonly show: (releaseId: string, progress: LoadRunProgress) => void;
  /** Follows a release; the answer ends that. */
  readonly follow: (releaseId: string, listener: ProgressListener) => () => void;
}

/** An empty board. */
export function createProgressBoard(): ProgressBoard {
  const listeners = new Map<string, Set<ProgressListener>>();
  return {
    show: (releaseId, progress) => {
      for (const listener of listeners.get(releaseId) ?? []) listener(progress);
    },
    follow: (releaseId, listener) => {
      const those = listeners.get(releaseId) ?? new Set();
      listeners.set(releaseId, those.add(listener));
      return () => {
        those.delete(listener);
        if (those.size === 0 && listeners.get(releaseId) === those) listeners.delete(releaseId);
      };
    },
  };
}
