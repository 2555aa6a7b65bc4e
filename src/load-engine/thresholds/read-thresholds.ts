import { ScriptRefused } from '../load-result.ts';
import { type MetricKey, parseMetricKey } from '../metrics/metric-key.ts';
import { isMap } from '../options/field-kind.ts';
import { suggestion } from '../options/nearest-name.ts';
import { readFields, required } from '../options/read-fields.ts';
import type { MetricDeclaration } from '../virtual-user.ts';
import { parseThreshold, type ThresholdExpression } from './threshold-expression.ts';

/** One threshold of a script, understood before the first request. */
export interface Threshold {
  /** The key as the script writes it. */
  readonly metric: string;
  readonly key: MetricKey;
  readonly expression: ThresholdExpression;
  readonly abortOnFail: boolean;
  /** A failure before this many milliseconds does not abort. */
  readonly delayAbortEvalMs: number;
}

const LONG_FORM = { threshold: 'text', abortOnFail: 'flag', delayAbortEval: 'duration' } as const;

/**
 * Reads `options.thresholds`.
 *
 * Throws ScriptRefused by path for a key or expression that isn't understood, a metric or scenario that doesn't exist, and a method that
 * the metric's type doesn't have: each of them would judge nothing.
 */
export function readThresholds(
  raw: Readonly<Record<string, unknown>>,
  metrics: readonly MetricDeclaration[],
  scenarios: readonly string[],
): readonly Threshold[] {
  return Object.entries(raw).flatMap(([text, list]) => {
    const path = `options.thresholds['${text}']`;
    const key = readKey(path, text, scenarios);
    const type = typeOf(path, key.name, metrics);
    if (!Array.isArray(list) || list.length === 0) throw new ScriptRefused(`${path}: must be a list of expressions such as ['p(95)<200']`);
    return list.map((entry, index) => ({ metric: text, key, ...readEntry(`${path}[${index}]`, entry, type) }));
  });
}

function readKey(path: string, text: string, scenarios: readonly string[]): MetricKey {
  const reading = parseMetricKey(text);
  if (!reading.ok) throw new ScriptRefused(`${path}: ${reading.problem}`);
  const scenario = reading.key.tags['scenario'];
  if (scenario !== undefined && !scenarios.includes(scenario)) {
    throw new ScriptRefused(`${path}: there is no scenario "${scenario}"${suggestion(scenario, scenarios)}`);
  }
  return reading.key;
}

function typeOf(path: string, name: string, metrics: readonly MetricDeclaration[]): MetricDeclaration['type'] {
  const metric = metrics.find((known) => known.name === name);
  if (metric !== undefined) return metric.type;
  const near = suggestion(
    name,
    metrics.map((known) => known.name),
  );
  throw new ScriptRefused(`${path}: there is no metric "${name}"${near}`);
}

function readEntry(path: string, entry: unknown, type: MetricDeclaration['type']): Omit<Threshold, 'metric' | 'key'> {
  const raw = typeof entry === 'string' ? { threshold: entry } : entry;
  if (!isMap(raw)) throw new ScriptRefused(`${path}: must be a text or { threshold, abortOnFail, delayAbortEval }`);
  const read = readFields(path, raw, LONG_FORM);
  const reading = parseThreshold(required(`${path}.threshold`, read.threshold), type);
  if (!reading.ok) throw new ScriptRefused(`${path}: ${reading.problem}`);
  return { expression: reading.expression, abortOnFail: read.abortOnFail ?? false, delayAbortEvalMs: read.delayAbortEval ?? 0 };
}
