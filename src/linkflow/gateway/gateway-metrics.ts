import { Counter, Histogram } from 'prom-client';
import type { Metrics } from '../../telemetry/metrics.ts';

/** One request that the gateway sent on, and how it ended for the client. */
export interface RoutedRequest {
  readonly upstream: string;
  readonly upstreamVersion: string;
  readonly method: string;
  readonly code: number;
  readonly seconds: number;
}

/** What the gateway measures beside its own requests: each version as clients see it, 502 and 504 included, which a version that is down can't report. */
export interface GatewayMetrics {
  routed(request: RoutedRequest): void;
  limited(limit: string): void;
}

const LABELS = ['upstream', 'upstream_version', 'method', 'code'] as const;

// The bounds of http_request_duration_seconds, so that one expression serves both.
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10];

/** Adds `linkflow_gateway_requests_total`, `linkflow_gateway_request_duration_seconds` and `linkflow_gateway_limited_total` to the gateway's registry. */
export function gatewayMetrics({ registry }: Pick<Metrics, 'registry'>): GatewayMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'linkflow_gateway_requests_total',
    help: 'Requests sent on, by the service and version they went to and the status the client got.',
    labelNames: LABELS,
    registers,
  });
  const durations = new Histogram({
    name: 'linkflow_gateway_request_duration_seconds',
    help: 'Time from choosing a version to the end of the answer.',
    labelNames: LABELS,
    buckets: BUCKETS,
    registers,
  });
  const limited = new Counter({
    name: 'linkflow_gateway_limited_total',
    help: 'Requests refused by a rate limit.',
    labelNames: ['limit'],
    registers,
  });
  return {
    routed: ({ upstream, upstreamVersion, method, code, seconds }) => {
      const labels = { upstream, upstream_version: upstreamVersion, method, code: String(code) };
      requests.inc(labels);
      durations.observe(labels, seconds);
    },
    limited: (limit) => limited.inc({ limit }),
  };
}
