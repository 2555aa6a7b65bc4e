import { QueryError } from '../../../query-result.ts';
import { parse } from '../parse.ts';

/** Why an expression is refused. Fails when it is parsed, or when something else than a QueryError is thrown. */
export function refusal(expression: string): Pick<QueryError, 'code' | 'message'> {
  try {
    parse(expression);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`${expression} was parsed`);
}
