import { compareLabels } from '../../promql/labels.ts';
import type { Labels } from '../../query-result.ts';
import { labelsLine } from './labels-line.ts';

/** An alert as unit tests compare it. */
export interface ToldAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** Answers how alerts differ from those expected, as promtool prints both; undefined when they are the same, in any order. */
export function alertDifference(expected: readonly ToldAlert[], got: readonly ToldAlert[]): string | undefined {
  const [exp, real] = [expected, got].map((alerts) => [...alerts].sort(compareAlerts).map(alertLines));
  if (exp === undefined || real === undefined || sameLines(exp, real)) return undefined;
  return `exp:${block(exp)}, \n        got:${block(real)}`;
}

const compareAlerts = (a: ToldAlert, b: ToldAlert): number =>
  compareLabels(a.labels, b.labels) || compareLabels(a.annotations, b.annotations);
const sameLines = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, index) => line === b[index]);

function alertLines({ labels, annotations }: ToldAlert): string {
  return `Labels:${labelsLine(labels)}\nAnnotations:${labelsLine(annotations)}`;
}

const INDENT = ' '.repeat(12);

function block(alerts: readonly string[]): string {
  if (alerts.length === 0) return '[]';
  const entries = alerts.map((lines, index) => `${index}:\n${lines.replace(/^/gm, '  ')}`);
  return `[\n${entries.join(',\n')}\n]`.replaceAll('\n', `\n${INDENT}`);
}
