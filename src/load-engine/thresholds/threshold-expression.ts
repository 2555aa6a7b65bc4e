import { suggestion } from '../options/nearest-name.ts';
import type { MetricDeclaration } from '../virtual-user.ts';

/** How a threshold compares. */
export type ThresholdOperator = '<' | '<=' | '>' | '>=' | '==' | '===' | '!=';

/** What of a metric is compared. */
export type Aggregation =
  | { readonly kind: 'count' | 'rate' | 'value' | 'avg' | 'min' | 'max' }
  /** `med` is the percentile at 0.5. */
  | { readonly kind: 'percentile'; readonly fraction: number };

/** `p(95)<200`, understood. */
export interface ThresholdExpression {
  readonly text: string;
  readonly method: string;
  readonly aggregation: Aggregation;
  readonly operator: ThresholdOperator;
  readonly limit: number;
}

/** An expression that was understood, or what is wrong with it. */
export type ThresholdReading =
  | { readonly ok: true; readonly expression: ThresholdExpression }
  | { readonly ok: false; readonly problem: string };

const METHODS: Readonly<Record<MetricDeclaration['type'], readonly string[]>> = {
  counter: ['count', 'rate'],
  gauge: ['value'],
  rate: ['rate'],
  trend: ['avg', 'min', 'med', 'max', 'p(N)'],
};

const GRAMMAR = /^\s*([a-z]+(?:\([^)]*\))?)\s*(<=|<|>=|>|===|==|!=)\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*$/;

/** Reads `<method> <operator> <number>` for a metric of `type`; a method that the type doesn't have is a problem, and names those it has. */
export function parseThreshold(text: string, type: MetricDeclaration['type']): ThresholdReading {
  const [, method, operator, limit] = GRAMMAR.exec(text) ?? [];
  if (method === undefined || operator === undefined || limit === undefined) {
    return { ok: false, problem: `"${text}" is not of the form <method> <operator> <number>, such as p(95)<200` };
  }
  const aggregation = aggregationOf(method, type);
  if (aggregation === undefined) {
    const known = METHODS[type];
    return { ok: false, problem: `"${method}" is no method of a ${type} (${known.join(', ')})${suggestion(method, known)}` };
  }
  return { ok: true, expression: { text, method, aggregation, operator: operator as ThresholdOperator, limit: Number(limit) } };
}

function aggregationOf(method: string, type: MetricDeclaration['type']): Aggregation | undefined {
  switch (type) {
    case 'counter':
      return method === 'count' || method === 'rate' ? { kind: method } : undefined;
    case 'gauge':
      return method === 'value' ? { kind: method } : undefined;
    case 'rate':
      return method === 'rate' ? { kind: method } : undefined;
    case 'trend':
      return trendAggregation(method);
  }
}

function trendAggregation(method: string): Aggregation | undefined {
  if (method === 'avg' || method === 'min' || method === 'max') return { kind: method };
  if (method === 'med') return { kind: 'percentile', fraction: 0.5 };
  const percent = percentOf(method);
  return percent === undefined ? undefined : { kind: 'percentile', fraction: percent / 100 };
}

/** The N of `p(N)`, 0..100; undefined for anything else. */
export function percentOf(method: string): number | undefined {
  const digits = /^p\(\s*(\d+(?:\.\d+)?)\s*\)$/.exec(method)?.[1];
  const percent = digits === undefined ? Number.NaN : Number(digits);
  return percent >= 0 && percent <= 100 ? percent : undefined;
}

/** Whether a number that is below (-1), at (0) or above (1) the limit satisfies the operator. */
export function holds(operator: ThresholdOperator, side: -1 | 0 | 1): boolean {
  switch (operator) {
    case '<':
      return side < 0;
    case '<=':
      return side <= 0;
    case '>':
      return side > 0;
    case '>=':
      return side >= 0;
    case '==':
    case '===':
      return side === 0;
    case '!=':
      return side !== 0;
  }
}
