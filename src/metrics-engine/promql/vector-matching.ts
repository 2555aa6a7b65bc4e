import { type Labels, QueryError } from '../query-result.ts';
import { calculate, compare } from './arithmetic.ts';
import type { ArithmeticOperator, BinaryOperation, ComparisonOperator, VectorMatching } from './expression.ts';
import { labelsKey, labelValue, METRIC_NAME, onlyLabels, toLabels, withoutLabels } from './labels.ts';
import { memoByLabels } from './labels-memo.ts';
import { matchKey } from './match-key.ts';
import { isComparison } from './operators.ts';
import type { Point, VectorPlan } from './plan.ts';

type MatchedOperator = ArithmeticOperator | ComparisonOperator;

/**
 * Arithmetic and comparison between two instant vectors whose series are paired by labels.
 *
 * Series without a partner are left out. The plan throws 'bad-query' when a series has several partners and no group modifier allows it.
 */
export function matchedPlan(operator: MatchedOperator, operation: BinaryOperation, left: VectorPlan, right: VectorPlan): VectorPlan {
  const { matching, returnsBool } = operation;
  const isSwapped = matching.cardinality === 'one-to-many';
  const key = matchKey(matching);
  const labelsOf = resultLabels(matching, !isComparison(operator) || returnsBool);
  const combine = combiner(operator, returnsBool);
  return (atMs) => {
    const [lefts, rights] = [left(atMs), right(atMs)];
    if (lefts.length === 0 || rights.length === 0) return [];
    const [many, one] = isSwapped ? [rights, lefts] : [lefts, rights];
    const partners = byKey(one, key, isSwapped ? 'left' : 'right');
    const [pairOnce, answerOnce] = [onceOnly(PAIR_REMEDY), onceOnly(ANSWER_REMEDY)];
    const points: Point[] = [];
    for (const point of many) {
      const partner = partners.get(key(point.labels));
      if (partner === undefined) continue;
      if (matching.cardinality === 'one-to-one') pairOnce(key(point.labels));
      const value = isSwapped ? combine(partner.value, point.value) : combine(point.value, partner.value);
      if (value === undefined) continue;
      const labels = labelsOf(point.labels, partner.labels);
      if (matching.cardinality !== 'one-to-one') answerOnce(labelsKey(labels));
      points.push({ labels, value });
    }
    return points;
  };
}

function byKey(points: readonly Point[], key: (labels: Labels) => string, side: 'left' | 'right'): ReadonlyMap<string, Point> {
  const found = new Map<string, Point>();
  for (const point of points) {
    const twin = found.get(key(point.labels));
    if (twin !== undefined) throw manyToMany(side, key(point.labels), twin.labels, point.labels);
    found.set(key(point.labels), point);
  }
  return found;
}

function manyToMany(side: string, group: string, a: Labels, b: Labels): QueryError {
  return new QueryError(
    'bad-query',
    `the ${side} side has several series for the match group ${group}: ${labelsKey(a)} and ${labelsKey(b)}; matching labels must be unique on one side`,
  );
}

const PAIR_REMEDY = 'many-to-one matching needs group_left or group_right';
const ANSWER_REMEDY = 'the labels of the group modifier must make each match unique';

/** Throws when a key comes a second time. */
function onceOnly(remedy: string): (key: string) => void {
  const seen = new Set<string>();
  return (key) => {
    if (seen.has(key)) throw new QueryError('bad-query', `several matches for the labels ${key}: ${remedy}`);
    seen.add(key);
  };
}

function combiner(operator: MatchedOperator, returnsBool: boolean): (left: number, right: number) => number | undefined {
  if (!isComparison(operator)) return (left, right) => calculate(operator, left, right);
  if (returnsBool) return (left, right) => Number(compare(operator, left, right));
  return (left, right) => (compare(operator, left, right) ? left : undefined);
}

/** The labels of a result: those of the many side, less what matching takes away, plus what the group modifier copies. */
function resultLabels(matching: VectorMatching, dropsName: boolean): (many: Labels, one: Labels) => Labels {
  const base = memoByLabels((labels) => baseLabels(matching, dropsName, labels));
  if (matching.include.length === 0) return (many) => base(many);
  const joined = memoByLabels((many) => memoByLabels((one) => includeLabels(matching.include, base(many), one)));
  return (many, one) => joined(many)(one);
}

function baseLabels({ kind, labels: names, cardinality }: VectorMatching, dropsName: boolean, labels: Labels): Labels {
  const named = dropsName ? withoutLabels(labels, new Set([METRIC_NAME])) : labels;
  if (cardinality !== 'one-to-one') return named;
  return kind === 'on' ? onlyLabels(named, new Set(names)) : withoutLabels(named, new Set(names));
}

function includeLabels(include: readonly string[], base: Labels, one: Labels): Labels {
  return toLabels([...Object.entries(base), ...include.map((name) => [name, labelValue(one, name)] as const)]);
}
