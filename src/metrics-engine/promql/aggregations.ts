import { QueryError } from '../query-result.ts';
import type { AggregationOperator } from './expression.ts';
import type { Point } from './plan.ts';
import { largestOf, meanOf, quantileOf, smallestOf, sumOf, varianceOf } from './statistics.ts';

/** Computes the value of a group of at least one point. */
export type Fold = (points: readonly Point[], parameter: number) => number;

/** The fold of each aggregation that answers one value a group. */
export function foldOf(operator: Exclude<AggregationOperator, 'topk' | 'bottomk'>): Fold {
  switch (operator) {
    case 'sum':
      return (points) => sumOf(valuesOf(points));
    case 'avg':
      return (points) => meanOf(valuesOf(points));
    case 'min':
      return (points) => smallestOf(valuesOf(points));
    case 'max':
      return (points) => largestOf(valuesOf(points));
    case 'count':
      return (points) => points.length;
    case 'group':
      return () => 1;
    case 'stddev':
      return (points) => Math.sqrt(varianceOf(valuesOf(points)));
    case 'stdvar':
      return (points) => varianceOf(valuesOf(points));
    case 'quantile':
      return (points, share) => quantileOf(share, valuesOf(points));
  }
}

function valuesOf(points: readonly Point[]): readonly number[] {
  return points.map(({ value }) => value);
}

/** Chooses the k largest (topk) or smallest (bottomk) points, best first, NaN last; none when k is below 1. Throws 'bad-query' when k is NaN. */
export function rankOf(operator: 'topk' | 'bottomk'): (k: number) => (points: readonly Point[]) => readonly Point[] {
  const compare = byValue(operator === 'topk' ? 'descending' : 'ascending');
  return (k) => {
    if (Number.isNaN(k)) throw new QueryError('bad-query', `the parameter of ${operator} is NaN`);
    return (points) => [...points].sort(compare).slice(0, Math.max(0, Math.trunc(k)));
  };
}

/** Orders points by value, NaN last either way. */
export function byValue(order: 'ascending' | 'descending'): (a: Point, b: Point) => number {
  const sign = order === 'ascending' ? 1 : -1;
  return (a, b) => {
    const [aIsNaN, bIsNaN] = [Number.isNaN(a.value), Number.isNaN(b.value)];
    if (aIsNaN || bIsNaN) return Number(aIsNaN) - Number(bIsNaN);
    // Not a subtraction: Inf - Inf is NaN.
    return a.value === b.value ? 0 : a.value < b.value ? -sign : sign;
  };
}
