import type { MetricsEngine } from '../metrics-engine.ts';
import type { Turnstile } from './turnstile.ts';

/** What the API needs of an engine. */
export type ServedEngine = Pick<
  MetricsEngine,
  'source' | 'settings' | 'labelNames' | 'labelValues' | 'series' | 'metadata' | 'exemplars' | 'inventory' | 'rules' | 'health' | 'coverage'
>;

/** A request that an endpoint answers. */
export interface ApiRequest {
  readonly engine: ServedEngine;
  /** The form, then the query string: of a parameter that stands in both, the form's is the first. */
  readonly params: URLSearchParams;
  /** What stands in the path for a variable part; '' where there is none. */
  readonly name: string;
  readonly nowMs: number;
  /** Aborts when the client hangs up. */
  readonly signal: AbortSignal;
  /** Where evaluations queue. */
  readonly turnstile: Turnstile;
}
