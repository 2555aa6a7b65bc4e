import { QueryError } from '../../query-result.ts';
import { positionOf } from './position.ts';

/** A 'bad-query' error in Prometheus' words, which begin with the line and column of an offset in the expression. */
export function parseError(expression: string, offset: number, problem: string): QueryError {
  return new QueryError('bad-query', `${positionOf(expression, offset)}: parse error: ${problem}`);
}

/** An 'unsupported' error: lawful PromQL that this engine does not answer, and why if that is worth telling (`which …`). */
export function unsupportedError(expression: string, offset: number, construct: string, why?: string): QueryError {
  const where = positionOf(expression, offset);
  const reason = why === undefined ? '' : `, ${why}`;
  return new QueryError('unsupported', `${where}: ${construct} is not supported by the embedded metrics engine${reason}`);
}
