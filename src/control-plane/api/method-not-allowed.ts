import type { RequestHandler } from 'express';
import { HttpProblem } from './problem.ts';

/** Ends a route: every method that it did not take is refused, and those it takes are named. */
export function methodNotAllowed(...allowed: readonly string[]): RequestHandler {
  const allow = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : [])].join(', ');
  return () => {
    throw new HttpProblem('method-not-allowed', `Allowed here: ${allow}.`, { headers: { Allow: allow } });
  };
}
