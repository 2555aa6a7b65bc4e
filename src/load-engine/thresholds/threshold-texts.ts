import type { Threshold } from './read-thresholds.ts';

/** The expressions of thresholds by their metrics, as outputs are told them. A metric may be called `constructor`. */
export function thresholdTexts(thresholds: readonly Threshold[]): Readonly<Record<string, readonly string[]>> {
  const byMetric = Map.groupBy(thresholds, ({ metric }) => metric);
  return Object.fromEntries([...byMetric].map(([metric, all]) => [metric, all.map(({ expression }) => expression.text)]));
}
