import { propagation, type Tracer } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { traceExporter } from './trace-exporter.ts';
import { traceSampler } from './trace-sampler.ts';

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

/**
 * Starts tracing for a service. Spans leave in batches over OTLP/HTTP when `OTEL_EXPORTER_OTLP_ENDPOINT` (or `…_TRACES_ENDPOINT`)
 * is set or `OTEL_TRACES_EXPORTER` is `otlp`; otherwise they go nowhere, but trace ids still flow from caller to callee.
 *
 * A collector that is down loses spans and nothing else. Throws TracingConfigError when a variable makes no sense. Several
 * services may start it in one process: each has its own tracer; what they share is only how context is carried.
 */
export function startTracing({ service, version, environment }: TracingOptions): Tracing {
  const exporter = traceExporter(environment);
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: service, [ATTR_SERVICE_VERSION]: version }),
    sampler: traceSampler(environment),
    spanProcessors: exporter ? [exporter] : [],
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
