import type { Matcher } from '../matcher.ts';
import type { Expression, FunctionCall, VectorSelector } from './expression.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';

/**
 * The same expression, asked only of the series that satisfy the matchers too: they are added to every selector of the tree, within
 * subqueries as well.
 *
 * A label that a selector already constrains is constrained by both, so `x{version="v1"}` narrowed to v2 finds nothing rather
 * than the wrong thing. The second argument of info() is left as it is: it chooses among info metrics, which describe targets and need not
 * bear the labels of what is measured there. Throws QueryError as parse does.
 */
export function narrow(expression: string, matchers: readonly Matcher[]): string {
  return print(narrowTree(parse(expression), matchers));
}

/** As narrow, for a tree. */
export function narrowTree(expression: Expression, matchers: readonly Matcher[]): Expression {
  const within = (inner: Expression) => narrowTree(inner, matchers);
  switch (expression.kind) {
    case 'number':
    case 'string':
      return expression;
    case 'selector':
      return narrowSelector(expression, matchers);
    case 'range':
      return { ...expression, selector: narrowSelector(expression.selector, matchers) };
    case 'call':
      return narrowCall(expression, within);
    case 'aggregation':
      return { ...expression, parameter: expression.parameter && within(expression.parameter), operand: within(expression.operand) };
    case 'subquery':
    case 'unary':
      return { ...expression, operand: within(expression.operand) };
    case 'binary':
      return { ...expression, left: within(expression.left), right: within(expression.right) };
  }
}

function narrowCall(call: FunctionCall, within: (inner: Expression) => Expression): FunctionCall {
  return { ...call, args: call.args.map((argument, index) => (call.name === 'info' && index === 1 ? argument : within(argument))) };
}

function narrowSelector(selector: VectorSelector, matchers: readonly Matcher[]): VectorSelector {
  const present = new Set(selector.matchers.map(keyOf));
  return { ...selector, matchers: [...selector.matchers, ...matchers.filter((matcher) => !present.has(keyOf(matcher)))] };
}

function keyOf({ name, operator, value }: Matcher): string {
  return JSON.stringify([name, operator, value]);
}
