/** How the column `timestamp` of a CSV stream is written. */
export type CsvTimeFormat = 'unix' | 'unix_milli' | 'unix_micro' | 'unix_nano' | 'rfc3339' | 'rfc3339_nano';

/** What a run writes besides its messages. A path is relative to the working folder; `-` is the descriptor of OUTPUT_DESCRIPTOR. */
export type OutputSpec =
  /** Every sample as a line of JSON; compressed where the path ends with `.gz`. */
  | { readonly kind: 'json'; readonly path: string }
  /** Every sample as a line of CSV; compressed where the path ends with `.gz`. */
  | { readonly kind: 'csv'; readonly path: string; readonly timeFormat: CsvTimeFormat; readonly saveIntervalMs: number }
  /** The figures at the end, in the shape of k6's --summary-export. */
  | { readonly kind: 'summary-export'; readonly path: string }
  /** One page with charts, which needs nothing from anywhere. */
  | { readonly kind: 'html'; readonly path: string }
  /** Everything that the result was computed from, for `merge` and `compare`. */
  | { readonly kind: 'record'; readonly path: string }
  /** All series, every few seconds, as messages of the process. */
  | { readonly kind: 'live'; readonly intervalMs: number }
  | RemoteWriteSpec
  | OtlpSpec;

/** What goes to a server. */
interface ServerSpec {
  /** Without credentials. */
  readonly url: string;
  /** Credentials among them: a request comes on stdin, and `secrets` of them are masked in whatever is written. */
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly intervalMs: number;
  readonly trustAnyCertificate: boolean;
}

/** All series, every few seconds, to what speaks Prometheus' remote write. */
export interface RemoteWriteSpec extends ServerSpec {
  readonly kind: 'experimental-prometheus-rw';
  readonly trendStats: readonly string[];
  readonly staleMarkers: boolean;
}

/** All series, every few seconds, to what speaks OTLP over HTTP. */
export interface OtlpSpec extends ServerSpec {
  readonly kind: 'opentelemetry';
  readonly serviceName: string;
  /** '' where there is none. */
  readonly serviceVersion: string;
  readonly metricPrefix: string;
  /** pair: the sums `.occurred` and `.total`. condition: one sum, apart by the attribute `condition`. */
  readonly rates: 'condition' | 'pair';
}

/** What of outputs is to be masked wherever the process that has them writes. */
export const outputSecrets = (specs: readonly OutputSpec[]): readonly string[] =>
  specs.flatMap((spec) => ('secrets' in spec ? spec.secrets : []));

/** Whether an output writes to the descriptor that is handed over. */
export const writesToDescriptor = (spec: OutputSpec): boolean => 'path' in spec && spec.path === '-';

/** Whether an output needs single samples, which a record does not have. */
export function needsSamples({ kind }: OutputSpec): boolean {
  switch (kind) {
    case 'json':
    case 'csv':
    case 'experimental-prometheus-rw':
    case 'opentelemetry':
    case 'live':
      return true;
    case 'summary-export':
    case 'html':
    case 'record':
      return false;
  }
}

export const CSV_TIME_FORMATS: readonly CsvTimeFormat[] = ['unix', 'unix_milli', 'unix_micro', 'unix_nano', 'rfc3339', 'rfc3339_nano'];

/**
 * Where `-` writes to: a descriptor that whoever starts the process hands it.
 *
 * Not 1, for that has the messages, and writing to it waits for the reader: a slow one would hold up the load.
 */
export const OUTPUT_DESCRIPTOR = 3;

const SERVER = { url: 'string', headers: 'object', secrets: 'object', intervalMs: 'number', trustAnyCertificate: 'boolean' } as const;

/** What each kind must have, and of which type. */
const FIELDS: Readonly<Record<OutputSpec['kind'], Readonly<Record<string, 'string' | 'number' | 'object' | 'boolean'>>>> = {
  json: { path: 'string' },
  csv: { path: 'string', timeFormat: 'string', saveIntervalMs: 'number' },
  'summary-export': { path: 'string' },
  html: { path: 'string' },
  record: { path: 'string' },
  live: { intervalMs: 'number' },
  opentelemetry: { ...SERVER, serviceName: 'string', serviceVersion: 'string', metricPrefix: 'string', rates: 'string' },
  'experimental-prometheus-rw': { ...SERVER, trendStats: 'object', staleMarkers: 'boolean' },
};

/** Reads the outputs of a request; throws an Error that names what is wrong. */
export function readOutputSpecs(value: unknown): readonly OutputSpec[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error('outputs must be a list');
  return value.map(readSpec);
}

function readSpec(value: unknown, index: number): OutputSpec {
  const at = `outputs[${index}]`;
  if (typeof value !== 'object' || value === null) throw new Error(`${at} must be an object`);
  const spec = value as Readonly<Record<string, unknown>>;
  const fields = Object.entries(FIELDS).find(([kind]) => kind === spec['kind'])?.[1];
  if (fields === undefined) throw new Error(`${at}: there is no output "${String(spec['kind'])}" (${Object.keys(FIELDS).join(', ')})`);
  const missing = Object.entries(fields).find(([name, type]) => typeof spec[name] !== type || spec[name] === null);
  if (missing !== undefined) throw new Error(`${at}.${missing[0]} must be a ${missing[1]}`);
  return value as OutputSpec;
}
