import { QueryError } from '../../query-result.ts';
import type { Grid } from '../evaluate/evaluation.ts';
import { queryRangeMs, queryStepMs } from '../evaluate/instants.ts';
import type { Duration } from './expression.ts';
import { LARGEST_MS } from './largest-duration.ts';

type Operation = Extract<Duration, { kind: 'operation' }>;

/**
 * The whole milliseconds, cut off towards zero, that a duration comes to in a query: of its own instants, also within a subquery.
 *
 * step() is 0 in an instant query, which is a grid of one instant and a step of 1. Arithmetic is of seconds. Throws QueryError
 * 'bad-query' for a division or modulo by zero, and for what is no number or too large. Source: Prometheus' duration expressions.
 */
export function resolveMs(duration: Duration, grid: Grid): number {
  const ms = duration.kind === 'fixed' ? toNanoseconds(duration.ms) : secondsOf(duration, grid) * 1000;
  if (!(Math.abs(ms) <= LARGEST_MS)) throw new QueryError('bad-query', 'duration is out of range');
  // Adding 0 makes 0 of -0.
  return Math.trunc(ms) + 0;
}

/** A literal is rounded to nanoseconds before it is cut off, or 1.001 s would be 1,000 ms; whole milliseconds may be too large for that. */
function toNanoseconds(ms: number): number {
  return Number.isInteger(ms) ? ms : Math.round(ms * 1e6) / 1e6;
}

/** As resolveMs, for a range or a subquery's step. Throws QueryError 'bad-query' for less than a millisecond. */
export function resolvePositiveMs(duration: Duration, grid: Grid): number {
  const ms = resolveMs(duration, grid);
  if (ms <= 0) throw new QueryError('bad-query', 'duration must be greater than 0');
  return ms;
}

/** Whether a duration is the same in every query: it names neither step() nor range(). */
export function isConstantDuration(duration: Duration): boolean {
  switch (duration.kind) {
    case 'fixed':
      return true;
    case 'step':
    case 'range':
      return false;
    case 'minus':
      return isConstantDuration(duration.operand);
    case 'operation':
    case 'smaller':
    case 'larger':
      return isConstantDuration(duration.left) && isConstantDuration(duration.right);
  }
}

function secondsOf(duration: Duration, grid: Grid): number {
  switch (duration.kind) {
    case 'fixed':
      return duration.ms / 1000;
    case 'step':
      return queryStepMs(grid) / 1000;
    case 'range':
      return queryRangeMs(grid) / 1000;
    case 'minus':
      return -secondsOf(duration.operand, grid);
    case 'smaller':
      return Math.min(secondsOf(duration.left, grid), secondsOf(duration.right, grid));
    case 'larger':
      return Math.max(secondsOf(duration.left, grid), secondsOf(duration.right, grid));
    case 'operation':
      return calculate(duration.operator, secondsOf(duration.left, grid), secondsOf(duration.right, grid));
  }
}

function calculate(operator: Operation['operator'], left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      if (right === 0) throw new QueryError('bad-query', 'division by zero');
      return left / right;
    case '%':
      if (right === 0) throw new QueryError('bad-query', 'modulo by zero');
      return left % right;
    case '^':
      return left ** right;
  }
}
