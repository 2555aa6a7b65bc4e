import type { Labels } from '../query-result.ts';
import type { MetricType } from './metadata-line.ts';
import { readNumber } from './read-number.ts';

/** The label that holds the bound of a bucket or a quantile. */
export type BoundLabel = 'le' | 'quantile';

/** The label with a bound that the series of a family have; undefined when its type has none. */
export function boundLabelOf(type: MetricType): BoundLabel | undefined {
  if (type === 'histogram') return 'le';
  return type === 'summary' ? 'quantile' : undefined;
}

/**
 * Writes the bound of a bucket or quantile as OpenMetrics does, so that `le="1"` of one target and `le="1.0"` of another are one bucket.
 *
 * Prometheus does so since 3.0. A bound that is no number is left as it is.
 */
export function normalizeBounds(labels: Labels, name: BoundLabel | undefined): Labels {
  if (name === undefined || !Object.hasOwn(labels, name)) return labels;
  const bound = readNumber(labels[name] ?? '');
  return bound === undefined ? labels : { ...labels, [name]: formatBound(bound) };
}

/** The shortest digits that read back as the same number, with a dot or an exponent: Go's %g, which takes an exponent below 1e-4 and from 1e6 up. */
function formatBound(bound: number): string {
  if (Number.isNaN(bound)) return 'NaN';
  if (!Number.isFinite(bound)) return bound > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(bound);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return bound.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  const text = String(bound);
  return text.includes('.') ? text : `${text}.0`;
}
