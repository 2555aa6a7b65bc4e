import type { z } from 'zod';
import { HttpProblem } from './problem.ts';

function pointer(path: readonly PropertyKey[]): string {
  return `#/${path.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

/** What a schema makes of a body, of parameters or of a query; throws the problem `invalid-request` with every field that is wrong. */
export function validate<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ pointer: pointer(issue.path), detail: issue.message }));
  throw new HttpProblem('invalid-request', value === undefined ? 'A JSON body is needed.' : 'Some fields are not valid.', { errors });
}
