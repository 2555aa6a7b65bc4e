import { toLabels } from '../promql/labels.ts';
import type { EvalCommand, Expectations } from './script.ts';
import type { NotedPoint, NotedSeries } from './series-notation.ts';

/** A case that expects something else than it did, and what was altered. */
export interface AlteredCase {
  readonly alteration: string;
  readonly command: EvalCommand;
}

/**
 * The ways in which a case's expectations may be wrong, one at a time. A runner that passes any of them after it passed the case itself
 * does not look at what it is told to expect.
 */
export function alteredCases(command: EvalCommand): readonly AlteredCase[] {
  const { expectations } = command;
  const altered = (alteration: string, change: Partial<Expectations>): AlteredCase => ({
    alteration,
    command: { ...command, expectations: { ...expectations, ...change } },
  });
  const { series, scalar, string, fail } = expectations;
  if (fail.length > 0)
    return [altered('no error expected', { fail: [] }), altered('another error', { fail: [{ kind: 'message', text: 'no such error' }] })];
  return [
    ...series.flatMap((each, index) => alterSeries(each).map(([name, next]) => altered(name, { series: series.with(index, next) }))),
    ...series.map((_, index) => altered('a series dropped', { series: series.toSpliced(index, 1) })),
    altered('a series added', { series: [...series, { labels: toLabels([['stray', 'yes']]), points: [1] }] }),
    altered('an error expected', { fail: [{ kind: 'any' }] }),
    ...(scalar === undefined ? [] : [altered('another scalar', { scalar: another(scalar) })]),
    ...(string === undefined ? [] : [altered('another string', { string: `${string}.` })]),
    altered('a warning that is not there', { warn: [...expectations.warn, { kind: 'message', text: 'no such warning' }] }),
    ...(expectations.ordered && series.length > 1 ? [altered('the order turned', { series: series.toReversed() })] : []),
  ];
}

function alterSeries({ labels, points }: NotedSeries): readonly (readonly [string, NotedSeries])[] {
  const at = points.findIndex((point) => typeof point === 'number');
  const changed: NotedPoint[] = points.map((point, index) => (index === at && typeof point === 'number' ? another(point) : point));
  return [
    ['another value', { labels, points: changed }],
    ['another label', { labels: toLabels([...Object.entries(labels), ['stray', 'yes']]), points }],
    ['a point more', { labels, points: [...points, 1] }],
  ];
}

/** A value that is off by some thousandth, which no rounding explains. */
function another(value: number): number {
  return Number.isFinite(value) ? value + Math.abs(value) * 0.001 + 0.001 : 1;
}
