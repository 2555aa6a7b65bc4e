import { aggregate } from '../aggregate/aggregate.ts';
import { combine } from '../binary/combine.ts';
import { FUNCTIONS } from '../functions/functions.ts';
import type { Expression } from '../syntax/expression.ts';
import { isStepInvariant } from '../syntax/step-invariant.ts';
import { applySign } from './apply-sign.ts';
import { broadcast } from './broadcast.ts';
import type { Column, Evaluator, Grid, QueryContext, Value, Work } from './evaluation.ts';
import { gridAt } from './instants.ts';
import { LiveSamples, sizeOf } from './live-samples.ts';
import { overRangeSelector } from './range-windows.ts';
import { selectNewest } from './select-newest.ts';
import { overSubquery } from './subquery-windows.ts';

/**
 * An evaluator for the expressions of one query.
 *
 * What it is asked must have passed the parser's type check: an argument of the wrong type is a bug and throws Error. Throws QueryError:
 * 'execution' for what the data do not allow or when the budget is used up, 'timeout' when the time is.
 */
export function createEvaluator(given: QueryContext): Evaluator {
  const live = new LiveSamples(given.budget);
  const context: QueryContext = { ...given, budget: live };
  const evaluator: Evaluator = {
    context,
    *evaluate(expression, grid) {
      // Also without any series there is a moment at which the query can be stopped.
      yield undefined;
      const { held } = live;
      const value = yield* isRepeated(expression, grid)
        ? evaluateOnce(expression, grid, evaluator)
        : evaluateNode(expression, grid, evaluator);
      live.settle(held, sizeOf(value));
      return value;
    },
    *vector(expression, grid) {
      const value = yield* evaluator.evaluate(expression, grid);
      if (value.kind !== 'vector') throw mistyped(expression, 'an instant vector', value.kind);
      return value.columns;
    },
    *scalar(expression, grid) {
      const value = yield* evaluator.evaluate(expression, grid);
      if (value.kind !== 'scalar') throw mistyped(expression, 'a scalar', value.kind);
      return value.values;
    },
    text(expression) {
      if (expression.kind !== 'string') throw mistyped(expression, 'a string', expression.kind);
      return expression.value;
    },
    *overRanges(expression, grid, compute): Work<readonly Column[]> {
      if (expression.kind === 'range') return yield* overRangeSelector(expression, grid, context, compute);
      if (expression.kind === 'subquery') return yield* overSubquery(expression, grid, evaluator, compute);
      throw mistyped(expression, 'a range', expression.kind);
    },
  };
  return evaluator;
}

/** Whether an expression is the same at all instants of a grid, and worth computing only once. */
function isRepeated(expression: Expression, { count }: Grid): boolean {
  return count > 1 && !isLiteral(expression) && isStepInvariant(expression);
}

function* evaluateOnce(expression: Expression, { startMs, count }: Grid, evaluator: Evaluator): Work<Value> {
  const once = yield* evaluateNode(expression, gridAt(startMs), evaluator);
  // Before so much memory is taken.
  evaluator.context.budget.keep(sizeOf(once) * count);
  return broadcast(once, count);
}

function* evaluateNode(expression: Expression, grid: Grid, evaluator: Evaluator): Work<Value> {
  switch (expression.kind) {
    case 'number':
      return { kind: 'scalar', values: new Float64Array(grid.count).fill(expression.value) };
    case 'string':
      return { kind: 'string', text: expression.value };
    case 'selector':
      return { kind: 'vector', columns: yield* selectNewest(expression, grid, evaluator.context) };
    case 'unary':
      return yield* applySign(expression, grid, evaluator);
    case 'call':
      return yield* FUNCTIONS[expression.name](expression, grid, evaluator);
    case 'aggregation':
      return { kind: 'vector', columns: yield* aggregate(expression, grid, evaluator) };
    case 'binary':
      return yield* combine(expression, grid, evaluator);
    case 'range':
    case 'subquery':
      throw mistyped(expression, 'a scalar or an instant vector', expression.kind);
  }
}

function isLiteral({ kind }: Expression): boolean {
  return kind === 'number' || kind === 'string';
}

function mistyped({ kind }: Expression, expected: string, found: string): Error {
  return new Error(`an expression of kind ${kind} came to a ${found} where the parser should have seen to ${expected}`);
}
