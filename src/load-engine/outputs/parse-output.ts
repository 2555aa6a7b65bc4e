import { parseDuration } from '../options/duration.ts';
import { suggestion } from '../options/nearest-name.ts';
import { parseOtlp } from './export/parse-otlp.ts';
import { parseRemoteWrite } from './export/parse-remote-write.ts';
import type { OutputReading } from './output-reading.ts';
import { CSV_TIME_FORMATS, type CsvTimeFormat } from './output-spec.ts';

type Environment = Readonly<Record<string, string>>;

/** k6's outputs that are not written here, and what to do instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  cloud: 'results are not sent to Grafana Cloud; --out json or csv write them to a file',
  influxdb: 'InfluxDB is not written to; --out json or csv write samples to a file, from where telegraf can read them',
  statsd: 'StatsD is not written to; --out json or csv write samples to a file',
  datadog: 'Datadog is not written to; --out json or csv write samples to a file',
  kafka: 'Kafka is not written to; --out json=- writes samples to stdout, from where they can be piped',
  junit: 'sluice load run writes it: --junit=<file>',
  'web-dashboard': 'there is no dashboard server; --out html=report.html writes the charts at the end',
};

/** How each output reads what stands behind its `=`. */
const READERS: Readonly<Record<string, (argument: string, environment: Environment) => OutputReading>> = {
  json: (argument) => ({ ok: true, spec: { kind: 'json', path: argument === '' ? '-' : place(argument) } }),
  csv: readCsv,
  'summary-export': (argument) => readFile('summary-export', argument),
  html: (argument) => readFile('html', argument),
  record: (argument) => readFile('record', argument),
  'experimental-prometheus-rw': parseRemoteWrite,
  opentelemetry: parseOtlp,
  'experimental-opentelemetry': parseOtlp,
};

/**
 * Reads one `--out`: `json`, `json=samples.ndjson.gz`, `csv=samples.csv`, `csv=file_name=samples.csv,time_format=rfc3339`, `html=report.html`, `record=run.json`.
 *
 * `environment` holds what is set of K6_CSV_FILENAME, K6_CSV_TIME_FORMAT, K6_CSV_SAVE_INTERVAL, K6_PROMETHEUS_RW_* and K6_OTEL_*; what stands in the argument wins.
 */
export function parseOutput(text: string, environment: Environment): OutputReading {
  const [kind = '', ...rest] = text.split('=');
  const elsewhere = Object.entries(ELSEWHERE).find(([name]) => name === kind)?.[1];
  if (elsewhere !== undefined) return { ok: false, problem: `--out ${kind}: ${elsewhere}` };
  const names = Object.keys(READERS);
  const read = names.includes(kind) ? READERS[kind] : undefined;
  if (read !== undefined) return read(rest.join('='), environment);
  return { ok: false, problem: `--out ${text}: there is no output "${kind}" (${names.join(', ')})${suggestion(kind, names)}` };
}

function readFile(kind: 'summary-export' | 'html' | 'record', argument: string): OutputReading {
  return argument === ''
    ? { ok: false, problem: `--out ${kind} needs a file: --out ${kind}=<file>` }
    : { ok: true, spec: { kind, path: place(argument) } };
}

/** The engine's own stdout has its messages; what people mean by that name is ours. */
const place = (path: string): string => (path === '/dev/stdout' ? '-' : path);

const CSV_FIELDS = ['file_name', 'save_interval', 'time_format'];

/** `name=value` pairs apart by commas, of which one may be the bare name of the file. */
function readCsv(argument: string, environment: Environment): OutputReading {
  const pairs = argument.split(',').filter((part) => part !== '');
  const given = new Map(pairs.map((pair) => (pair.includes('=') ? cut(pair) : ['file_name', pair])));
  const unknown = [...given.keys()].find((name) => !CSV_FIELDS.includes(name));
  if (unknown !== undefined) return { ok: false, problem: `--out csv: there is no "${unknown}" (${CSV_FIELDS.join(', ')})` };
  const timeFormat = given.get('time_format') ?? environment['K6_CSV_TIME_FORMAT'] ?? 'unix';
  const interval = given.get('save_interval') ?? environment['K6_CSV_SAVE_INTERVAL'] ?? '1s';
  const saveIntervalMs = parseDuration(interval);
  if (!isTimeFormat(timeFormat)) return { ok: false, problem: `--out csv: "${timeFormat}" is none of ${CSV_TIME_FORMATS.join(', ')}` };
  if (saveIntervalMs === undefined || saveIntervalMs <= 0)
    return { ok: false, problem: `--out csv: "${interval}" is no save_interval such as 1s` };
  const path = given.get('file_name') ?? environment['K6_CSV_FILENAME'] ?? 'file.csv';
  return { ok: true, spec: { kind: 'csv', path: place(path), timeFormat, saveIntervalMs } };
}

const isTimeFormat = (text: string): text is CsvTimeFormat => CSV_TIME_FORMATS.some((format) => format === text);

function cut(pair: string): [name: string, value: string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}
