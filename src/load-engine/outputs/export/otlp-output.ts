import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Clock } from '../../clock.ts';
import type { LoadLog } from '../../load-log.ts';
import type { LoadOutput } from '../load-output.ts';
import type { OtlpSpec } from '../output-spec.ts';
import { BUCKET_BOUNDS, otlpMetrics } from './otlp-metrics.ts';
import { pushOutput } from './push-output.ts';
import { type ExportedSeries, SampleSeries } from './sample-series.ts';

/** What is beside it. */
export interface OtlpSurroundings {
  readonly name: string;
  readonly clock: Clock;
  readonly log: LoadLog;
}

/** Of one request, with all its tries. */
const PUSH_MS = 10_000;

/** Of one request: receivers limit the size of a body. */
const SERIES_A_REQUEST = 500;

/** Sends all series of a run to an OpenTelemetry collector, as JSON over HTTP: pushOutput says how often, and what a failure costs. */
export function otlpOutput(spec: OtlpSpec, { name, clock, log }: OtlpSurroundings): LoadOutput {
  const series = new SampleSeries({ bounds: BUCKET_BOUNDS });
  const exporter = new OTLPMetricExporter({
    url: spec.url,
    headers: { ...spec.headers },
    timeoutMillis: PUSH_MS,
    httpAgentOptions: { keepAlive: true, rejectUnauthorized: !spec.trustAnyCertificate },
  });
  const version = spec.serviceVersion === '' ? {} : { 'service.version': spec.serviceVersion };
  const resource = resourceFromAttributes({ 'service.name': spec.serviceName, ...version });
  let startMs = clock.wall();
  const told = (part: readonly ExportedSeries[], atMs: number): ResourceMetrics => ({
    resource,
    scopeMetrics: [{ scope: { name: 'sluice-load' }, metrics: [...otlpMetrics(part, { ...spec, startMs, atMs })] }],
  });
  const push = async (): Promise<string | undefined> => {
    const all = series.look();
    const atMs = clock.wall();
    for (let first = 0; first < all.length; first += SERIES_A_REQUEST) {
      const problem = await send(exporter, told(all.slice(first, first + SERIES_A_REQUEST), atMs));
      if (problem !== undefined) return `${new URL(spec.url).origin} did not take the metrics: ${problem}`;
    }
    return undefined;
  };
  return pushOutput({
    name,
    intervalMs: spec.intervalMs,
    series,
    clock,
    log,
    begin: ({ startedAtMs }) => {
      startMs = startedAtMs;
    },
    push,
    pushLast: push,
  });
}

/** The exporter tries again by itself, within its time. */
function send(exporter: OTLPMetricExporter, metrics: ResourceMetrics): Promise<string | undefined> {
  return new Promise((resolve) => {
    exporter.export(metrics, ({ error }) => resolve(error?.message));
  });
}
