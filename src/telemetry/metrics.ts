import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Which process the metrics are about; both become labels of every series, so that a canary is told from its baseline. */
export interface MetricsIdentity {
  readonly service: string;
  readonly version: string;
}

/** One answered HTTP request, as the RED metrics count it. */
export interface ObservedRequest {
  /** The route's template (`/api/v1/workflows/:id`), never a raw path: label values must stay few. */
  readonly route: string;
  readonly method: string;
  /** The HTTP status; 499 where the client left before the answer was complete. */
  readonly code: number;
  readonly seconds: number;
}

/** The metrics of one process, or of one service where several share a process. */
export interface Metrics {
  /** Where further metrics of this service are registered: `new Counter({ registers: [metrics.registry], … })`. */
  readonly registry: Registry;
  readonly observeRequest: (request: ObservedRequest) => void;
}

const REQUEST_LABELS = ['route', 'method', 'code'] as const;

/** Upper bounds in seconds. 0.2 is the latency objective: a bound at the objective lets "within 200 ms" be counted, not interpolated. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10];

/**
 * Creates the metrics of a service in a registry of their own: process metrics of Node, the counter `http_requests_total` and the
 * histogram `http_request_duration_seconds`, labelled service, version, route, method and code.
 *
 * Before the first request both request metrics have no series. Registries are independent, so services that share a process
 * don't mix; nothing is added to prom-client's global registry.
 */
export function createMetrics(identity: MetricsIdentity): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service: identity.service, version: identity.version });
  collectDefaultMetrics({ register: registry });
  // Its own label `version` is Node's, and would stand where the service's version stands everywhere else.
  registry.removeSingleMetric('nodejs_version_info');
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'HTTP requests answered, by route template and status.',
    labelNames: REQUEST_LABELS,
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request line to the end of the answer.',
    labelNames: REQUEST_LABELS,
    buckets: DURATION_BUCKETS,
    registers: [registry],
  });
  return {
    registry,
    observeRequest({ route, method, code, seconds }) {
      const labels = { route, method, code: String(code) };
      requests.inc(labels);
      durations.observe(labels, seconds);
    },
  };
}
