import { childrenOf } from '../promql/syntax/children.ts';
import type { Expression, TimeShift } from '../promql/syntax/expression.ts';
import { parse } from '../promql/syntax/parse.ts';
import { print } from '../promql/syntax/print.ts';

/** A query that must answer the same as another asked at its own time. */
export interface Variant {
  readonly query: string;
  readonly atMs: number;
}

/** Functions that tell the time at which they are asked, so that pinning selectors does not pin them. */
const UNPINNABLE: ReadonlySet<string> = new Set(
  'day_of_month day_of_week day_of_year days_in_month end hour info minute month predict_linear range start step time timestamp vector year'.split(
    ' ',
  ),
);

/**
 * The query with every selector and outermost subquery pinned to a time by `@`, to be asked before, at and after it: what is pinned is the
 * same whenever it is asked. None for a query that tells the time itself. Source: upstream's test runner.
 */
export function atModifierVariants(query: string, atMs: number): readonly Variant[] {
  const tree = parse(query);
  if (tellsTime(tree)) return [];
  const pinned = print(pin(tree, atMs));
  const times = atMs === 0 ? [-1_000_000, 0, 1_000_000] : [-10 * atMs, 0, Math.trunc(atMs / 5), atMs, 10 * atMs];
  return times.map((time) => ({ query: pinned, atMs: time }));
}

function tellsTime(expression: Expression): boolean {
  return (expression.kind === 'call' && UNPINNABLE.has(expression.name)) || childrenOf(expression).some(tellsTime);
}

function pin(expression: Expression, atMs: number): Expression {
  const within = (inner: Expression) => pin(inner, atMs);
  switch (expression.kind) {
    case 'number':
    case 'string':
      return expression;
    case 'selector':
      return pinned(expression, atMs);
    case 'range':
      return { ...expression, selector: pinned(expression.selector, atMs) };
    case 'subquery':
      // What stands within a pinned subquery is evaluated at the subquery's own instants.
      return pinned(expression, atMs);
    case 'unary':
      return { ...expression, operand: within(expression.operand) };
    case 'call':
      return { ...expression, args: expression.args.map(within) };
    case 'aggregation':
      return { ...expression, parameter: expression.parameter && within(expression.parameter), operand: within(expression.operand) };
    case 'binary':
      return { ...expression, left: within(expression.left), right: within(expression.right) };
  }
}

function pinned<Shifted extends TimeShift>(shifted: Shifted, atMs: number): Shifted {
  return shifted.at === undefined ? { ...shifted, at: atMs } : shifted;
}
