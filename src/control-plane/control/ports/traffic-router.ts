/** What a router says about one service. */
export interface RouterView {
  /** Percent of requests by version; sums to 100. */
  readonly weights: Readonly<Record<string, number>>;
  /** Base URL by registered version: where gates reach a candidate before it has traffic. */
  readonly urls: Readonly<Record<string, string>>;
  /** Requests routed by weight to each version since it was registered. */
  readonly exposed: Readonly<Record<string, number>>;
}

/** What moves traffic between versions of a service. Both methods throw SourceError and are safe to repeat. */
export interface TrafficRouter {
  read(service: string, signal?: AbortSignal): Promise<RouterView>;
  /** Sets all weights at once; versions left out get 0. `reason` is recorded by routers that keep an audit. */
  setWeights(service: string, weights: Readonly<Record<string, number>>, reason: string, signal?: AbortSignal): Promise<void>;
}
