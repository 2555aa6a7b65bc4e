import { HttpProblem } from './problem.ts';

/** Throws the problem `invalid-request` when a field of the body names an instant that has passed; an absent one is fine. */
export function requireFuture(field: string, atMs: number | undefined, nowMs: number): void {
  if (atMs === undefined || atMs > nowMs) return;
  throw new HttpProblem('invalid-request', `${field} is in the past.`, {
    errors: [{ pointer: `#/${field}`, detail: 'must be in the future' }],
  });
}
