import { selectorMatchers } from './selector-matchers.ts';
import type { SeriesScope } from './store/series-store.ts';

/** Which series a question about labels is about. */
export interface LabelScope {
  /** PromQL selectors: a series that any of them finds is meant. Without one, all series are. */
  readonly selectors?: readonly string[];
  /** Only series with a sample between these times, both included. */
  readonly startMs?: number;
  readonly endMs?: number;
}

/** The scope as the store takes it; undefined for all series. Throws QueryError for what is no selector. */
export function toSeriesScope({ selectors = [], startMs, endMs }: LabelScope): SeriesScope | undefined {
  if (selectors.length === 0 && startMs === undefined && endMs === undefined) return undefined;
  return {
    ...(selectors.length > 0 && { selectors: selectors.map(selectorMatchers) }),
    ...(startMs !== undefined && { startMs }),
    ...(endMs !== undefined && { endMs }),
  };
}
