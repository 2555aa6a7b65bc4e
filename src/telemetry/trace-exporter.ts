import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { TracingConfigError } from './trace-sampler.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** OTLP/HTTP's own default address, for OTEL_TRACES_EXPORTER=otlp without an endpoint. */
const DEFAULT_ENDPOINT = 'http://localhost:4318';
const EXPORT_DEADLINE_MS = 5_000;

/**
 * What sends finished spans away, as the OTEL_… variables ask: batches over OTLP/HTTP, or undefined for nowhere.
 *
 * Names and meanings: OpenTelemetry specification, "OTLP Exporter Configuration". Throws TracingConfigError for a variable that
 * makes no sense.
 */
export function traceExporter(environment: Environment): SpanProcessor | undefined {
  const url = exportUrl(environment);
  if (url === undefined) return undefined;
  const exporter = new OTLPTraceExporter({ url, headers: exportHeaders(environment), timeoutMillis: EXPORT_DEADLINE_MS });
  return new BatchSpanProcessor(exporter, { exportTimeoutMillis: EXPORT_DEADLINE_MS, scheduledDelayMillis: batchDelayMs(environment) });
}

function exportUrl(environment: Environment): string | undefined {
  const exporter = environment['OTEL_TRACES_EXPORTER'] || undefined;
  if (exporter === 'none' || environment['OTEL_SDK_DISABLED'] === 'true') return undefined;
  if (exporter !== undefined && exporter !== 'otlp') throw new TracingConfigError('OTEL_TRACES_EXPORTER', exporter, 'otlp or none');
  const own = environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  if (own) return checkedUrl('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', own);
  const shared = environment['OTEL_EXPORTER_OTLP_ENDPOINT'] || (exporter === 'otlp' ? DEFAULT_ENDPOINT : undefined);
  return shared === undefined ? undefined : `${checkedUrl('OTEL_EXPORTER_OTLP_ENDPOINT', shared).replace(/\/$/, '')}/v1/traces`;
}

function checkedUrl(variable: string, value: string): string {
  const protocol = URL.canParse(value) ? new URL(value).protocol : undefined;
  if (protocol === 'http:' || protocol === 'https:') return value;
  throw new TracingConfigError(variable, value, 'a URL such as http://localhost:4318');
}

// Values are percent-encoded, like W3C baggage. A token may be among them, so no message repeats one.
function exportHeaders(environment: Environment): Record<string, string> {
  const pairs = [environment['OTEL_EXPORTER_OTLP_HEADERS'], environment['OTEL_EXPORTER_OTLP_TRACES_HEADERS']]
    .flatMap((text) => text?.split(',') ?? [])
    .filter((pair) => pair.trim() !== '');
  return Object.fromEntries(pairs.map(headerOf));
}

function headerOf(pair: string): readonly [string, string] {
  const [, name, value] = /^\s*([^\s=]+)\s*=(.*)$/.exec(pair) ?? [];
  if (name === undefined || value === undefined)
    throw new TracingConfigError('OTEL_EXPORTER_OTLP_HEADERS', '…', 'a list like name=value,name=value');
  try {
    return [name, decodeURIComponent(value.trim())];
  } catch {
    throw new TracingConfigError('OTEL_EXPORTER_OTLP_HEADERS', '…', 'percent-encoded where a value has a %');
  }
}

function batchDelayMs(environment: Environment): number {
  const text = environment['OTEL_BSP_SCHEDULE_DELAY'] || '5000';
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new TracingConfigError('OTEL_BSP_SCHEDULE_DELAY', text, 'a number of milliseconds above 0');
}
