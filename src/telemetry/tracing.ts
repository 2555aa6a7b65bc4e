import { propagation, type Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { TracingConfigError, traceSampler } from './trace-sampler.ts';

/** What startTracing() needs. `environment` holds the OTEL_… variables, as the caller's configuration read them. */
export interface TracingOptions {
  readonly service: string;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A service's tracer, and the way to end it: `shutdown` sends what is still buffered, within 5 seconds, and never rejects. */
export interface Tracing {
  readonly tracer: Tracer;
  readonly shutdown: () => Promise<void>;
}

/** OTLP/HTTP's own default address, for OTEL_TRACES_EXPORTER=otlp without an endpoint. */
const DEFAULT_ENDPOINT = 'http://localhost:4318';
const EXPORT_DEADLINE_MS = 5_000;

/**
 * Starts tracing for a service. Spans leave in batches over OTLP/HTTP when `OTEL_EXPORTER_OTLP_ENDPOINT` (or `…_TRACES_ENDPOINT`)
 * is set or `OTEL_TRACES_EXPORTER` is `otlp`; otherwise they go nowhere, but trace ids still flow from caller to callee.
 *
 * A collector that is down loses spans and nothing else. Throws TracingConfigError when a variable makes no sense. Several
 * services may start it in one process: each has its own tracer; what they share is only how context is carried.
 */
export function startTracing({ service, version, environment }: TracingOptions): Tracing {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: service, [ATTR_SERVICE_VERSION]: version }),
    sampler: traceSampler(environment),
    spanProcessors: spanProcessors(environment),
  });
  carryContext(provider);
  return {
    tracer: provider.getTracer(service, version),
    // A collector that is down must not turn the end of a process into a failure.
    shutdown: () => provider.shutdown().catch(() => undefined),
  };
}

// OpenTelemetry keeps the context manager and the propagator in one place a process; whoever comes first sets them.
function carryContext(provider: NodeTracerProvider): void {
  if (propagation.fields().length === 0) provider.register();
}

function spanProcessors(environment: TracingOptions['environment']): SpanProcessor[] {
  const url = exportUrl(environment);
  if (url === undefined) return [];
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_DEADLINE_MS });
  return [new BatchSpanProcessor(exporter, { exportTimeoutMillis: EXPORT_DEADLINE_MS, scheduledDelayMillis: batchDelayMs(environment) })];
}

function exportUrl(environment: TracingOptions['environment']): string | undefined {
  const exporter = environment['OTEL_TRACES_EXPORTER'] || undefined;
  if (exporter === 'none' || environment['OTEL_SDK_DISABLED'] === 'true') return undefined;
  if (exporter !== undefined && exporter !== 'otlp') throw new TracingConfigError('OTEL_TRACES_EXPORTER', exporter, 'otlp or none');
  const own = environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  if (own) return checkedUrl('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', own);
  const shared = environment['OTEL_EXPORTER_OTLP_ENDPOINT'] || (exporter === 'otlp' ? DEFAULT_ENDPOINT : undefined);
  return shared === undefined ? undefined : `${checkedUrl('OTEL_EXPORTER_OTLP_ENDPOINT', shared).replace(/\/$/, '')}/v1/traces`;
}

function checkedUrl(variable: string, value: string): string {
  if (URL.canParse(value)) return value;
  throw new TracingConfigError(variable, value, 'a URL such as http://localhost:4318');
}

function batchDelayMs(environment: TracingOptions['environment']): number {
  const text = environment['OTEL_BSP_SCHEDULE_DELAY'] || '5000';
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new TracingConfigError('OTEL_BSP_SCHEDULE_DELAY', text, 'a number of milliseconds above 0');
}
