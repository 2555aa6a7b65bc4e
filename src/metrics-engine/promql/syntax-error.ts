import { QueryError } from '../query-result.ts';

/** A 'bad-query' error that names the line and column (both from 1) of an offset in the expression. */
export function syntaxError(expression: string, offset: number, problem: string): QueryError {
  return new QueryError('bad-query', `${positionOf(expression, offset)}: ${problem}`);
}

/** An 'unsupported' error: lawful PromQL that this engine does not answer. */
export function unsupportedError(expression: string, offset: number, construct: string): QueryError {
  return new QueryError('unsupported', `${positionOf(expression, offset)}: ${construct} is not supported by the embedded metrics engine`);
}

function positionOf(expression: string, offset: number): string {
  const before = expression.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
