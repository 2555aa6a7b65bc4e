import type { OutputReading } from '../output-reading.ts';
import type { OtlpSpec } from '../output-spec.ts';
import { OutputVariables, readServerUrl, secretHeaders, VariableRefused } from './output-variables.ts';

const PREFIX = 'K6_OTEL_';

const KNOWN = [
  'SERVICE_NAME',
  'SERVICE_VERSION',
  'METRIC_PREFIX',
  'FLUSH_INTERVAL',
  'EXPORT_INTERVAL',
  'EXPORTER_TYPE',
  'EXPORTER_PROTOCOL',
  'HEADERS',
  'HTTP_EXPORTER_ENDPOINT',
  'HTTP_EXPORTER_URL_PATH',
  'HTTP_EXPORTER_INSECURE',
  'TLS_INSECURE_SKIP_VERIFY',
  'SINGLE_COUNTER_FOR_RATE',
];

const OVER_HTTP = 'metrics are sent over HTTP: K6_OTEL_EXPORTER_PROTOCOL=http/protobuf and K6_OTEL_HTTP_EXPORTER_ENDPOINT=host:4318';

const REFUSED: Readonly<Record<string, string>> = {
  GRPC_EXPORTER: `there is no gRPC exporter; ${OVER_HTTP}`,
  TLS_CERTIFICATE: 'no certificates are read; NODE_EXTRA_CA_CERTS names a file with further authorities',
  TLS_CLIENT: 'client certificates are not sent; a collector that has them can stand between',
};

/**
 * Reads `--out opentelemetry` with the variables of https://grafana.com/docs/k6/latest/results-output/real-time/opentelemetry/, over HTTP alone;
 * an address behind the `=` is the whole address of the receiver.
 */
export function parseOtlp(argument: string, environment: Readonly<Record<string, string>>): OutputReading {
  try {
    return { ok: true, spec: readOtlp(argument, environment) };
  } catch (error) {
    if (error instanceof VariableRefused) return { ok: false, problem: error.message };
    throw error;
  }
}

function readOtlp(argument: string, environment: Readonly<Record<string, string>>): OtlpSpec {
  const variables = new OutputVariables({ prefix: PREFIX, environment, known: KNOWN, open: [], refused: REFUSED });
  for (const name of ['EXPORTER_TYPE', 'EXPORTER_PROTOCOL']) refuseProtocol(name, variables.text(name));
  const headers = variables.headers('HEADERS', '', '=');
  return {
    kind: 'opentelemetry',
    url: argument === '' ? endpointOf(variables) : readServerUrl(argument, '--out opentelemetry'),
    headers,
    secrets: secretHeaders(headers),
    intervalMs: variables.interval('EXPORT_INTERVAL', '10s'),
    trustAnyCertificate: variables.flag('TLS_INSECURE_SKIP_VERIFY'),
    serviceName: variables.text('SERVICE_NAME') ?? 'k6',
    serviceVersion: variables.text('SERVICE_VERSION') ?? '',
    metricPrefix: variables.text('METRIC_PREFIX') ?? '',
    rates: variables.text('SINGLE_COUNTER_FOR_RATE') === undefined || variables.flag('SINGLE_COUNTER_FOR_RATE') ? 'condition' : 'pair',
  };
}

function refuseProtocol(name: string, protocol: string | undefined): void {
  if (protocol === undefined || protocol === 'http' || protocol === 'http/protobuf' || protocol === 'http/json') return;
  throw new VariableRefused(`${PREFIX}${name}: "${protocol}" is not spoken; ${OVER_HTTP}`);
}

/** `host:port`, to which a scheme and the path belong; one that has a scheme keeps it. */
function endpointOf(variables: OutputVariables): string {
  const endpoint = variables.text('HTTP_EXPORTER_ENDPOINT');
  const insecure = endpoint === undefined || variables.flag('HTTP_EXPORTER_INSECURE');
  const base = /^https?:\/\//.test(endpoint ?? '') ? (endpoint ?? '') : `${insecure ? 'http' : 'https'}://${endpoint ?? 'localhost:4318'}`;
  const path = variables.text('HTTP_EXPORTER_URL_PATH') ?? '/v1/metrics';
  return readServerUrl(`${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`, `${PREFIX}HTTP_EXPORTER_ENDPOINT`);
}
