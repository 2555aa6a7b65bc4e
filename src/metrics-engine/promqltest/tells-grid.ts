import { childrenOf } from '../promql/syntax/children.ts';
import { isConstantDuration } from '../promql/syntax/durations.ts';
import type { Duration, Expression, TimeShift } from '../promql/syntax/expression.ts';

const OF_GRID: ReadonlySet<string> = new Set(['start', 'end', 'step', 'range']);

/** Whether an expression names the start, end, step or range of the query that it stands in: as an instant and within a range it is two different things. */
export function tellsGrid(expression: Expression): boolean {
  return ownPartTells(expression) || childrenOf(expression).some(tellsGrid);
}

function ownPartTells(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
      return OF_GRID.has(expression.name);
    case 'selector':
      return shiftTells(expression);
    case 'range':
      return durationTells(expression.range) || shiftTells(expression.selector);
    case 'subquery':
      return durationTells(expression.range) || (expression.step !== undefined && durationTells(expression.step)) || shiftTells(expression);
    case 'number':
    case 'string':
    case 'aggregation':
    case 'unary':
    case 'binary':
      return false;
  }
}

function shiftTells({ offset, at }: TimeShift): boolean {
  return typeof at === 'string' || durationTells(offset);
}

function durationTells(duration: Duration): boolean {
  return !isConstantDuration(duration);
}
