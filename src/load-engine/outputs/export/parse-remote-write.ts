import type { OutputReading } from '../output-reading.ts';
import type { RemoteWriteSpec } from '../output-spec.ts';
import { OutputVariables, readServerUrl, secretHeaders, VariableRefused } from './output-variables.ts';
import { DEFAULT_TREND_STATS, isTrendStat } from './prometheus-samples.ts';

const PREFIX = 'K6_PROMETHEUS_RW_';

const KNOWN = [
  'SERVER_URL',
  'PUSH_INTERVAL',
  'TREND_STATS',
  'USERNAME',
  'PASSWORD',
  'BEARER_TOKEN',
  'HTTP_HEADERS',
  'HEADERS',
  'INSECURE_SKIP_TLS_VERIFY',
  'STALE_MARKERS',
];

const REFUSED: Readonly<Record<string, string>> = {
  TREND_AS_NATIVE_HISTOGRAM: 'trends are not written as native histograms; K6_PROMETHEUS_RW_TREND_STATS says which numbers of them are',
  CLIENT_CERTIFICATE: 'client certificates are not sent; a proxy that has them can stand between',
  SIGV4: 'requests are not signed for AWS; a proxy that signs them can stand between',
};

const STANDARD_URL = 'http://localhost:9090/api/v1/write';

/**
 * Reads `--out experimental-prometheus-rw` with the variables of https://grafana.com/docs/k6/latest/results-output/real-time/prometheus-remote-write/;
 * an address behind the `=` wins over K6_PROMETHEUS_RW_SERVER_URL.
 */
export function parseRemoteWrite(argument: string, environment: Readonly<Record<string, string>>): OutputReading {
  try {
    return { ok: true, spec: readRemoteWrite(argument, environment) };
  } catch (error) {
    if (error instanceof VariableRefused) return { ok: false, problem: error.message };
    throw error;
  }
}

function readRemoteWrite(argument: string, environment: Readonly<Record<string, string>>): RemoteWriteSpec {
  const variables = new OutputVariables({ prefix: PREFIX, environment, known: KNOWN, open: ['HEADERS_'], refused: REFUSED });
  const from = argument === '' ? `${PREFIX}SERVER_URL` : '--out experimental-prometheus-rw';
  const headers = readHeaders(variables);
  return {
    kind: 'experimental-prometheus-rw',
    url: readServerUrl(argument === '' ? (variables.text('SERVER_URL') ?? STANDARD_URL) : argument, from),
    headers,
    secrets: [...secretHeaders(headers), ...[variables.text('PASSWORD') ?? []].flat()],
    intervalMs: variables.interval('PUSH_INTERVAL', '5s'),
    trustAnyCertificate: variables.flag('INSECURE_SKIP_TLS_VERIFY'),
    trendStats: readTrendStats(variables.text('TREND_STATS')),
    staleMarkers: variables.flag('STALE_MARKERS'),
  };
}

function readHeaders(variables: OutputVariables): Readonly<Record<string, string>> {
  const given = { ...variables.headers('HEADERS', 'HEADERS_', ':'), ...variables.headers('HTTP_HEADERS', '', ':') };
  const [user, password, token] = [variables.text('USERNAME'), variables.text('PASSWORD'), variables.text('BEARER_TOKEN')];
  if (token !== undefined && user !== undefined)
    throw new VariableRefused(`${PREFIX}BEARER_TOKEN and ${PREFIX}USERNAME are both set, and a request has one of them`);
  if (password !== undefined && user === undefined) throw new VariableRefused(`${PREFIX}PASSWORD is set, and ${PREFIX}USERNAME is not`);
  if (token !== undefined) return { ...given, Authorization: `Bearer ${token}` };
  if (user === undefined) return given;
  return { ...given, Authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` };
}

function readTrendStats(text: string | undefined): readonly string[] {
  if (text === undefined) return DEFAULT_TREND_STATS;
  const stats = [...new Set(text.split(',').map((stat) => stat.trim()))];
  const wrong = stats.find((stat) => !isTrendStat(stat));
  if (wrong !== undefined) throw new VariableRefused(`${PREFIX}TREND_STATS: "${wrong}" is none of count, sum, avg, min, max, med, p(95) …`);
  return stats;
}
