/** What a router says about one service. */
export interface RouterView {
  /** Grows with every write that the router accepts, also with one that changed nothing. */
  readonly revision: number;
  /** Percent of requests by version; sums to 100. */
  readonly weights: Readonly<Record<string, number>>;
  /** Base URL by registered version: where gates reach a candidate before it has traffic. */
  readonly urls: Readonly<Record<string, string>>;
  /** Requests routed by weight to each version since it was registered. */
  readonly exposed: Readonly<Record<string, number>>;
}

/** What goes with new weights. */
export interface WeightsCondition {
  /** Recorded by routers that keep an audit. */
  readonly reason: string;
  /** The revision that the weights were decided on: a router that has moved on refuses them, however late they arrive. */
  readonly expectedRevision: number;
}

/** What moves traffic between versions of a service. Both methods throw SourceError and are safe to repeat. */
export interface TrafficRouter {
  read(service: string, signal?: AbortSignal): Promise<RouterView>;
  /**
   * Sets all weights at once; versions left out get 0. Throws `router-changed` (retryable) when the router is no longer at the expected
   * revision: read it again. A repetition of a write that was accepted is such a case.
   */
  setWeights(service: string, weights: Readonly<Record<string, number>>, condition: WeightsCondition, signal?: AbortSignal): Promise<void>;
}
