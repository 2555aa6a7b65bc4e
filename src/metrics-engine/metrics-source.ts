import type { QueryResult } from './query-result.ts';

// The shapes stand in their own file because promql/ compiles without AbortSignal.
export type { QueryResult, Sample } from './query-result.ts';
export { QueryError } from './query-result.ts';

/**
 * Where PromQL is answered: the embedded engine, or anything that speaks Prometheus' HTTP API.
 *
 * No data is an empty vector or matrix, never an error. All methods throw QueryError.
 */
export interface MetricsSource {
  /** Evaluates at one instant. */
  query(expression: string, atMs: number, signal?: AbortSignal): Promise<QueryResult>;
  /** Evaluates at every step from start to end, both included; the result is a matrix. */
  queryRange(expression: string, range: { startMs: number; endMs: number; stepMs: number }, signal?: AbortSignal): Promise<QueryResult>;
}
