import type { QueryBudget } from './promql/query-budget.ts';
import { QueryError } from './query-result.ts';

/** What one query may cost, and how it learns that its time is up. */
export interface WorkLimits {
  /** The most samples that an answer may hold at once. */
  readonly maxSamples: number;
  /** True once the query should stop. It is asked while the query blocks the event loop, so a timer alone can't tell it. */
  readonly isOver: () => boolean;
}

// Reading this many samples takes a millisecond or less, so the time is looked at often enough and costs nothing.
const READS_BETWEEN_LOOKS = 100_000;

/** A budget for one query. */
export function workBudget({ maxSamples, isOver }: WorkLimits): QueryBudget {
  let kept = 0;
  let unseen = 0;
  return {
    read(samples) {
      unseen += samples;
      if (unseen < READS_BETWEEN_LOOKS) return;
      unseen = 0;
      if (isOver()) throw new QueryError('timeout', 'the query took too long: ask about fewer series or a shorter range');
    },
    keep(samples) {
      kept += samples;
      if (kept > maxSamples)
        throw new QueryError('bad-query', `the answer has more than ${maxSamples} samples: ask about fewer series or with a longer step`);
    },
  };
}
