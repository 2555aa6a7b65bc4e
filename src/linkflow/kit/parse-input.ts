import type { z } from 'zod';
import { Problem } from './problem.ts';

/**
 * The input as its schema reads it.
 *
 * Throws an `invalid-input` problem whose `errors` list names every wrong place as `{ path, message }`; `what` says which part of the request it was.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new Problem('invalid-input', `The ${what} is not valid: ${summary(errors)}`, { members: { errors } });
}

function summary(errors: readonly { readonly path: string; readonly message: string }[]): string {
  return errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
}
