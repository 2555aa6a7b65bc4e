/** What a target saw, so that a test can hold the engine's counts against it. */
export interface TargetCounts {
  /** Connections accepted, those that TLS refused included. */
  readonly connections: number;
  readonly openConnections: number;
  /** Of those, how many speak HTTP/2. */
  readonly http2Sessions: number;
  /** Requests whose headers arrived whole; looks at the counts are none. */
  readonly requests: number;
  /** By the first part of the path: `/delay/20` counts for `/delay`. */
  readonly byRoute: Readonly<Record<string, number>>;
  readonly byMethod: Readonly<Record<string, number>>;
  /** `1.1` and `2.0`. */
  readonly byProtocol: Readonly<Record<string, number>>;
  /** By the status that was sent; what was broken on purpose has none. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Bodies received, in bytes. */
  readonly bodyBytes: number;
  /** Values of the header traceparent, the last thousand. */
  readonly traceparents: readonly string[];
}

/** Counts what a target sees. */
export class TargetTally {
  connections = 0;
  openConnections = 0;
  http2Sessions = 0;
  #requests = 0;
  #bodyBytes = 0;
  readonly #byRoute = new Map<string, number>();
  readonly #byMethod = new Map<string, number>();
  readonly #byProtocol = new Map<string, number>();
  readonly #byStatus = new Map<string, number>();
  readonly #traceparents: string[] = [];

  request(route: string, method: string, protocol: string, traceparent: string | undefined): void {
    this.#requests += 1;
    countOne(this.#byRoute, route);
    countOne(this.#byMethod, method);
    countOne(this.#byProtocol, protocol);
    if (traceparent === undefined) return;
    if (this.#traceparents.length >= 1000) this.#traceparents.shift();
    this.#traceparents.push(traceparent);
  }

  status(status: number): void {
    countOne(this.#byStatus, String(status));
  }

  body(bytes: number): void {
    this.#bodyBytes += bytes;
  }

  /** Begins anew; connections that are open stay counted as open. */
  reset(): void {
    this.connections = this.openConnections;
    this.http2Sessions = 0;
    this.#requests = 0;
    this.#bodyBytes = 0;
    for (const map of [this.#byRoute, this.#byMethod, this.#byProtocol, this.#byStatus]) map.clear();
    this.#traceparents.length = 0;
  }

  read(): TargetCounts {
    return {
      connections: this.connections,
      openConnections: this.openConnections,
      http2Sessions: this.http2Sessions,
      requests: this.#requests,
      byRoute: Object.fromEntries(this.#byRoute),
      byMethod: Object.fromEntries(this.#byMethod),
      byProtocol: Object.fromEntries(this.#byProtocol),
      byStatus: Object.fromEntries(this.#byStatus),
      bodyBytes: this.#bodyBytes,
      traceparents: [...this.#traceparents],
    };
  }
}

function countOne(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
