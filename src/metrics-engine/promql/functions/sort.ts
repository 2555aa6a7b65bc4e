import { argumentOf } from '../evaluate/argument-of.ts';
import type { Column, FunctionImplementation } from '../evaluate/evaluation.ts';
import { compareLabels, labelValue } from '../labels.ts';
import { compareNaturally } from './natural-order.ts';

type Order = (a: Column, b: Column) => number;

/**
 * What orders the series of an instant query. A range query's series are ordered by their labels whatever was asked, so there these
 * functions change nothing and warn.
 */
export const SORT_FUNCTIONS = {
  sort: sorted(() => byValue(1)),
  sort_by_label: sorted((names) => byLabels(names)),
  sort_by_label_desc: sorted((names) => reversed(byLabels(names))),
  sort_desc: sorted(() => byValue(-1)),
} as const satisfies Readonly<Record<string, FunctionImplementation>>;

function sorted(orderOf: (names: readonly string[]) => Order): FunctionImplementation {
  return function* inOrder(call, grid, evaluator) {
    const columns = yield* evaluator.vector(argumentOf(call, 0), grid);
    if (grid.count > 1) {
      evaluator.context.annotations.warn('sort is ineffective for range queries since results are always ordered by labels', call.span);
      return { kind: 'vector', columns };
    }
    const names = call.args.slice(1).map((argument) => evaluator.text(argument));
    return { kind: 'vector', columns: columns.toSorted(orderOf(names)) };
  };
}

/** By the only value of each; NaN comes last whatever the direction. */
function byValue(direction: 1 | -1): Order {
  return (a, b) => {
    const [left = Number.NaN, right = Number.NaN] = [a.values[0], b.values[0]];
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    if (left === right) return 0;
    return left < right ? -direction : direction;
  };
}

/** By the labels named, in their natural order, one after the other; then by all labels. */
function byLabels(names: readonly string[]): Order {
  return (a, b) => {
    for (const name of names) {
      const order = compareNaturally(labelValue(a.labels, name), labelValue(b.labels, name));
      if (order !== 0) return order;
    }
    return compareLabels(a.labels, b.labels);
  };
}

function reversed(order: Order): Order {
  return (a, b) => order(b, a);
}
