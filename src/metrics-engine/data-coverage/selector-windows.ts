import type { Grid } from '../promql/evaluate/evaluation.ts';
import { endOf, queryEndOf } from '../promql/evaluate/instants.ts';
import { childrenOf } from '../promql/syntax/children.ts';
import { resolveMs, resolvePositiveMs } from '../promql/syntax/durations.ts';
import type { Expression, TimeShift, VectorSelector } from '../promql/syntax/expression.ts';
import type { TimeSpan } from './time-span.ts';

/** A selector of an expression, and all the time from which it needs samples. */
export interface SelectorWindow {
  readonly selector: VectorSelector;
  readonly window: TimeSpan;
}

/**
 * The window of every selector of an expression over a grid, in the order in which they stand: its range and those of the subqueries around
 * it, or the lookback where it has no range. Throws QueryError 'bad-query' for a duration that comes to nothing.
 */
export function selectorWindows(expression: Expression, grid: Grid, lookbackMs: number): readonly SelectorWindow[] {
  return windowsWithin(expression, { startMs: grid.startMs, endMs: endOf(grid) }, { grid, lookbackMs });
}

interface QuerySpan {
  readonly grid: Grid;
  readonly lookbackMs: number;
}

/** `asked` is the time at whose instants a part is evaluated. */
function windowsWithin(part: Expression, asked: TimeSpan, query: QuerySpan): readonly SelectorWindow[] {
  const { grid, lookbackMs } = query;
  switch (part.kind) {
    case 'selector':
      return [{ selector: part, window: longer(shifted(part, asked, grid), lookbackMs) }];
    case 'range': {
      const { selector, range } = part;
      return [{ selector, window: longer(shifted(selector, asked, grid), resolvePositiveMs(range, grid)) }];
    }
    case 'subquery':
      return windowsWithin(part.operand, longer(shifted(part, asked, grid), resolvePositiveMs(part.range, grid)), query);
    case 'number':
    case 'string':
    case 'call':
    case 'aggregation':
    case 'unary':
    case 'binary':
      return operandsOf(part).flatMap((operand) => windowsWithin(operand, asked, query));
  }
}

/** `@` first, then the offset, as the evaluator does it. */
function shifted({ at, offset }: TimeShift, { startMs, endMs }: TimeSpan, grid: Grid): TimeSpan {
  const backMs = resolveMs(offset, grid);
  switch (at) {
    case undefined:
      return { startMs: startMs - backMs, endMs: endMs - backMs };
    case 'start':
      return { startMs: grid.startMs - backMs, endMs: grid.startMs - backMs };
    case 'end':
      return { startMs: queryEndOf(grid) - backMs, endMs: queryEndOf(grid) - backMs };
    default:
      return { startMs: at - backMs, endMs: at - backMs };
  }
}

function longer({ startMs, endMs }: TimeSpan, ms: number): TimeSpan {
  return { startMs: startMs - ms, endMs };
}

/** The second argument of info() says which labels to add: it asks for no data of its own. */
function operandsOf(expression: Expression): readonly Expression[] {
  const children = childrenOf(expression);
  return expression.kind === 'call' && expression.name === 'info' ? children.slice(0, 1) : children;
}
