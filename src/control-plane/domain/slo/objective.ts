/** The counters of an objective, as PromQL selectors of raw cumulative series: all events, and either the good or the bad ones among them. */
export type Indicator = { readonly total: string } & (
  | { readonly bad: string; readonly good?: undefined }
  | { readonly good: string; readonly bad?: undefined }
);

interface ObjectiveBase {
  readonly name: string;
  readonly service: string;
  readonly displayName: string;
  readonly description: string;
  /** The share of good events that is promised, above 0 and below 1. */
  readonly target: number;
  /** The share of bad events that is allowed: 1 − target. */
  readonly budget: number;
  /** The rolling window over which the budget is spent. */
  readonly windowSeconds: number;
  readonly indicator: Indicator;
}

/** A promise about a service: the share of its events that are good, over a rolling window. */
export type Objective = ObjectiveBase &
  (
    | { readonly kind: 'errors' }
    /** An event is good when it took no longer than `thresholdMs`. */
    | { readonly kind: 'latency'; readonly thresholdMs: number }
  );
