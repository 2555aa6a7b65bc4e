import type { QueryError } from '../../query-result.ts';
import type { Expression } from './expression.ts';
import type { ValueType } from './function-signatures.ts';
import { staticType } from './value-type.ts';

/** The expression that is checked, and how an error of an offset in it and what is wrong there is made. */
export interface Report {
  readonly source: string;
  error(at: number, problem: string): QueryError;
}

const NAMES = {
  vector: 'instant vector',
  range: 'range vector',
  scalar: 'scalar',
  string: 'string',
} as const satisfies Readonly<Record<ValueType, string>>;

/** A type as Prometheus' messages name it. */
export function typeName(type: ValueType): string {
  return NAMES[type];
}

/** Throws what `report` makes when an expression does not yield the type wanted in a place. */
export function wantType(expression: Expression, wanted: ValueType, place: string, report: Report): void {
  const found = staticType(expression);
  if (found !== wanted) throw report.error(expression.span.start, `expected type ${typeName(wanted)} in ${place}, got ${typeName(found)}`);
}
