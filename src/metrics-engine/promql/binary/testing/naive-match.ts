import type { Labels } from '../../../query-result.ts';
import { labelsKey, labelValue, toLabels } from '../../labels.ts';
import type { VectorMatching } from '../../syntax/expression.ts';

/** A series at one instant. */
export interface Point {
  readonly labels: Labels;
  readonly value: number;
}

/** What is done with a pair: a value, or undefined where a filter drops it. */
export interface PairOperation {
  readonly compute: (left: number, right: number) => number | undefined;
  readonly dropsName: boolean;
}

/**
 * Matches two vectors at one instant, one step after the other: the definition that whole columns are held against. Answers the points
 * by the keys of their labels, or what is ambiguous.
 */
export function naiveMatch(
  left: readonly Point[],
  right: readonly Point[],
  matching: VectorMatching,
  { compute, dropsName }: PairOperation,
): Readonly<Record<string, number>> | 'one side' | 'pairs' | 'results' {
  const { cardinality, fill } = matching;
  const isSwapped = cardinality === 'one-to-many';
  const [many, one] = isSwapped ? [right, left] : [left, right];
  const [fillMany, fillOne] = isSwapped ? [fill.right, fill.left] : [fill.left, fill.right];
  if ((many.length === 0 || one.length === 0) && fillMany === undefined && fillOne === undefined) return {};
  const ones = new Map<string, Point>();
  for (const point of one) {
    const key = labelsKey(matchedBy(point.labels, matching));
    if (ones.has(key)) return 'one side';
    ones.set(key, point);
  }
  const pairs = many.flatMap((point) => {
    const labels = matchedBy(point.labels, matching);
    const partner = ones.get(labelsKey(labels)) ?? (fillOne === undefined ? undefined : { labels, value: fillOne });
    return partner === undefined ? [] : [{ key: labelsKey(labels), many: point, one: partner }];
  });
  const matched = new Set(pairs.map(({ key }) => key));
  for (const [key, point] of ones) {
    if (fillMany !== undefined && !matched.has(key))
      pairs.push({ key, many: { labels: matchedBy(point.labels, matching), value: fillMany }, one: point });
  }
  const [seen, results] = [new Set<string>(), new Map<string, number>()];
  let isTwice = false;
  for (const pair of pairs) {
    const key = labelsKey(resultOf(pair.many.labels, pair.one.labels, matching, dropsName));
    const unique = cardinality === 'one-to-one' ? pair.key : `${pair.key} ${key}`;
    if (seen.has(unique)) return 'pairs';
    seen.add(unique);
    const value = isSwapped ? compute(pair.one.value, pair.many.value) : compute(pair.many.value, pair.one.value);
    if (value === undefined) continue;
    isTwice ||= results.has(key);
    results.set(key, value);
  }
  return isTwice ? 'results' : Object.fromEntries(results);
}

function matchedBy(labels: Labels, { kind, labels: names }: VectorMatching): Labels {
  const isListed = ([name]: readonly [string, string]) => names.includes(name);
  return toLabels(Object.entries(labels).filter((pair) => (kind === 'on' ? isListed(pair) : pair[0] !== '__name__' && !isListed(pair))));
}

function resultOf(many: Labels, one: Labels, { kind, labels: names, cardinality, include }: VectorMatching, dropsName: boolean): Labels {
  const own = Object.entries(many).filter(
    ([name]) => !(dropsName && name === '__name__') && (cardinality !== 'one-to-one' || names.includes(name) === (kind === 'on')),
  );
  return toLabels([...own, ...include.map((name) => [name, labelValue(one, name)] as const)]);
}
