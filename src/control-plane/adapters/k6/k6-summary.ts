import type { LoadMetric, LoadThreshold } from '../../control/ports/load-runner.ts';
import type { DeclaredThreshold } from './k6-inspection.ts';

/** What a file of `--summary-export` says, in our words. */
export interface K6Summary {
  readonly metrics: Readonly<Record<string, LoadMetric>>;
  readonly thresholds: readonly LoadThreshold[];
}

/** What the stream of samples told of a metric; the file doesn't. */
export type K6MetricKinds = ReadonlyMap<string, Pick<LoadMetric, 'type' | 'contains'>>;

type Raw = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the file that `--summary-export` wrote; undefined where it is not such a file.
 *
 * The verdicts in it are inverted: `true` says that the threshold was crossed. A threshold that was declared and isn't in it, or whose
 * metric has no sample, is failed here, although k6 passes it: nothing was measured.
 */
export function readK6Summary(text: string, declared: readonly DeclaredThreshold[], kinds: K6MetricKinds): K6Summary | undefined {
  const raw = parseMetrics(text);
  if (raw === undefined) return undefined;
  const metrics = Object.fromEntries(Object.entries(raw).map(([name, metric]) => [name, readMetric(name, metric, kinds)]));
  return { metrics, thresholds: declared.map((threshold) => judge(threshold, raw[threshold.metric], metrics[threshold.metric])) };
}

function parseMetrics(text: string): Readonly<Record<string, Raw>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const metrics = isObject(value) ? value['metrics'] : undefined;
  if (!isObject(metrics)) return undefined;
  return Object.fromEntries(Object.entries(metrics).filter((entry): entry is [string, Raw] => isObject(entry[1])));
}

function readMetric(name: string, raw: Raw, kinds: K6MetricKinds): LoadMetric {
  const { type, contains } = kinds.get(name.split('{')[0] ?? name) ?? { type: typeOf(raw), contains: 'default' };
  const numbers = Object.fromEntries(Object.entries(raw).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  const { value, ...others } = numbers;
  const values = type === 'rate' && value !== undefined ? { rate: value, ...others } : numbers;
  const crossed = isObject(raw['thresholds']) ? Object.entries(raw['thresholds']) : [];
  if (crossed.length === 0) return { type, contains, values };
  return { type, contains, values, thresholds: Object.fromEntries(crossed.map(([expression, is]) => [expression, { ok: is === false }])) };
}

function typeOf(raw: Raw): LoadMetric['type'] {
  if ('avg' in raw) return 'trend';
  if ('passes' in raw) return 'rate';
  return 'count' in raw ? 'counter' : 'gauge';
}

function judge(
  { metric: name, expression, abortOnFail }: DeclaredThreshold,
  raw: Raw | undefined,
  metric: LoadMetric | undefined,
): LoadThreshold {
  const [, method = '', limit = ''] = /^\s*([a-z]+(?:\([^)]*\))?)\s*(?:<=|<|>=|>|===|==|!=)\s*(\S+)\s*$/.exec(expression) ?? [];
  const samples = metric === undefined ? 0 : samplesOf(name, metric);
  const crossed = isObject(raw?.['thresholds']) ? raw['thresholds'][expression] : undefined;
  const observed = samples === 0 ? undefined : metric?.values[method.replaceAll(' ', '')];
  return { metric: name, expression, abortOnFail, limit: Number(limit), observed, samples, passed: samples > 0 && crossed === false };
}

/** A counter's file doesn't say how many samples it had, so its count stands for them; dropping none is a measurement. */
function samplesOf(name: string, { type, values }: LoadMetric): number {
  switch (type) {
    case 'trend':
      return values['count'] ?? 0;
    case 'rate':
      return (values['passes'] ?? 0) + (values['fails'] ?? 0);
    case 'counter':
      return name.startsWith('dropped_iterations') ? Math.max(1, values['count'] ?? 0) : (values['count'] ?? 0);
    case 'gauge':
      return 1;
  }
}
