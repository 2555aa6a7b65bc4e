import type { Expression, RangeSelector, Subquery, TimeShift, VectorSelector } from './expression.ts';
import type { TokenCursor } from './token-cursor.ts';

/** An expression that may be followed by a range, `offset` or `@`, and what has followed it already. */
export interface PostfixTarget {
  readonly expression: Expression;
  /** Where it begins, its parentheses included. */
  readonly start: number;
  /** Whether it stands in parentheses, which neither a range nor a shift reaches into. */
  readonly closed: boolean;
  readonly hasOffset: boolean;
  readonly hasAt: boolean;
}

type Shiftable = VectorSelector | RangeSelector | Subquery;

/** The expression that a modifier shifts. Throws 'bad-query' when it is none that can be shifted. */
export function shiftable(cursor: TokenCursor, { expression, start, closed }: PostfixTarget, modifier: 'offset' | '@'): Shiftable {
  const { kind } = expression;
  if (!closed && (kind === 'selector' || kind === 'range' || kind === 'subquery')) return expression;
  const allowed = 'an instant vector selector or range vector selector or a subquery';
  throw cursor.error(start, `${modifier} modifier must be preceded by ${allowed}`);
}

/** The expression with a part of its shift set, up to the cursor; a range's shift is its selector's. */
export function shifted(cursor: TokenCursor, target: Shiftable, shift: Partial<TimeShift>): Shiftable {
  const span = cursor.spanFrom(target.span.start);
  return target.kind === 'range' ? { ...target, selector: { ...target.selector, ...shift }, span } : { ...target, ...shift, span };
}
