import type { MetricsEngine } from '../../../metrics-engine/metrics-engine.ts';
import type { NarrowingSource } from '../../../metrics-engine/narrowing-source.ts';
import { narrow } from '../../../metrics-engine/promql/syntax/narrow.ts';

/** Answers queries from the engine within this process. */
export function embeddedMetricsSource({ source }: Pick<MetricsEngine, 'source'>): NarrowingSource {
  return {
    query: (expression, atMs, signal) => source.query(expression, atMs, signal),
    queryRange: (expression, range, signal) => source.queryRange(expression, range, signal),
    narrow,
  };
}
