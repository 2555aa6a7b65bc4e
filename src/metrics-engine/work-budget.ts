import type { QueryBudget } from './promql/query-budget.ts';
import { QueryError } from './query-result.ts';

/** What one query may cost, and how it learns that its time is up. */
export interface WorkLimits {
  /** The most samples that a query may hold at once. */
  readonly maxSamples: number;
  /** Throws QueryError once the query should stop. It is called while the query blocks the event loop, so a timer alone can't do it. */
  readonly checkTime: () => void;
}

// Reading this many samples takes a millisecond or less, so the time is looked at often enough and costs nothing.
const READS_BETWEEN_LOOKS = 100_000;

/** A budget for one query. */
export function workBudget({ maxSamples, checkTime }: WorkLimits): QueryBudget {
  let kept = 0;
  let unseen = 0;
  return {
    read(samples) {
      unseen += samples;
      if (unseen < READS_BETWEEN_LOOKS) return;
      unseen = 0;
      checkTime();
    },
    keep(samples) {
      kept += samples;
      if (kept > maxSamples)
        throw new QueryError(
          'execution',
          `query processing would load too many samples into memory: more than ${maxSamples}; ask about fewer series or with a longer step`,
        );
    },
    release(samples) {
      kept -= samples;
    },
  };
}
