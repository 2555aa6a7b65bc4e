import * as fc from 'fast-check';
import type { Column } from '../../evaluate/evaluation.ts';
import { labelsKey, toLabels } from '../../labels.ts';
import { column } from './columns.ts';

const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 2, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308, -1e308, 1e-300) },
);

/** Labels of which many agree in some: two names, and three labels of two values each, any of which may be missing. */
const labels = fc
  .tuple(fc.constantFrom('x', 'y'), ...(['a', 'b', 'c'] as const).map((name) => fc.constantFrom([name, ''], [name, '1'], [name, '2'])))
  .map(([name, ...pairs]) => toLabels([['__name__', name], ...pairs.map(([key = '', text = '']) => [key, text] as const)]));

/** Columns of different labels over `count` instants, with gaps: in part of the cases most points are missing. */
export function arbitraryColumns(count: number): fc.Arbitrary<readonly Column[]> {
  const points = (freq: number) => fc.array(fc.option(value, { nil: undefined, freq }), { minLength: count, maxLength: count });
  const one = fc.tuple(labels, fc.oneof(points(1), points(5))).map(([own, each]) => column(own, each));
  return fc.uniqueArray(one, { maxLength: 8, selector: (each) => labelsKey(each.labels) });
}

/** The columns at one instant alone; those that have nothing then are left out. */
export function atInstant(columns: readonly Column[], index: number): readonly Column[] {
  return columns
    .filter(({ present }) => present[index] === 1)
    .map(({ labels: own, values, dropsName }) => column(own, [values[index]], dropsName));
}
