import { compareText } from '../../promql/labels.ts';
import type { Labels } from '../../query-result.ts';
import { quote } from '../template/go-print.ts';

/** Labels as promtool prints them: `{a="b", c="d"}`. */
export function labelsLine(labels: Labels): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => compareText(a, b));
  return `{${pairs.map(([name, value]) => `${name}=${quote(value)}`).join(', ')}}`;
}
