import { type AnnotationList, annotationList } from '../../evaluate/annotation-list.ts';
import type { Column, EngineOptions, Evaluator, Grid, Value } from '../../evaluate/evaluation.ts';
import { PROMETHEUS_3 } from '../../evaluate/evaluation.ts';
import type { Expression } from '../../syntax/expression.ts';

/** Evaluates expressions to values that were given for them: for what operates on values, wherever they come from. */
export interface FixedEvaluator extends Evaluator {
  readonly notes: AnnotationList;
  /** An expression that comes to columns, a number at each instant, or a text. */
  standFor(value: readonly Column[] | readonly number[] | string): Expression;
}

/** An evaluator over a grid, that so far knows no expression. */
export function fixedEvaluator(grid: Grid, options: Partial<EngineOptions> = {}): FixedEvaluator {
  const known = new Map<Expression, Value>();
  const notes = annotationList('operand');
  const valueOf = (expression: Expression): Value => {
    const value = known.get(expression);
    if (value === undefined) throw new Error('the expression stands for nothing');
    return value;
  };
  return {
    notes,
    context: {
      reader: { select: () => [] },
      budget: { read: () => undefined, keep: () => undefined },
      options: { ...PROMETHEUS_3, ...options },
      grid,
      annotations: notes,
    },
    standFor(value) {
      const expression: Expression = { kind: 'string', value: 'operand', span: { start: 0, end: 7 } };
      known.set(expression, toValue(value));
      return expression;
    },
    *evaluate(expression) {
      yield;
      return valueOf(expression);
    },
    *vector(expression) {
      yield;
      const value = valueOf(expression);
      return value.kind === 'vector' ? value.columns : [];
    },
    *scalar(expression) {
      yield;
      const value = valueOf(expression);
      return value.kind === 'scalar' ? value.values : new Float64Array(0);
    },
    text(expression) {
      const value = valueOf(expression);
      return value.kind === 'string' ? value.text : '';
    },
    *overRanges() {
      yield;
      return [];
    },
  };
}

function toValue(value: readonly Column[] | readonly number[] | string): Value {
  if (typeof value === 'string') return { kind: 'string', text: value };
  const numbers = value.filter((each) => typeof each === 'number');
  if (numbers.length > 0) return { kind: 'scalar', values: Float64Array.from(numbers) };
  return { kind: 'vector', columns: value.filter((each) => typeof each !== 'number') };
}
