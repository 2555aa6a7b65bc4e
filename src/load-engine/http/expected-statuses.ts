/** Ranges of statuses that count as expected, both ends included. */
export type ExpectedStatuses = readonly { readonly min: number; readonly max: number }[];

/** What k6 expects where a script says nothing. */
export const defaultExpected: ExpectedStatuses = [{ min: 200, max: 399 }];

/** Reads a response callback as guest code sends it: `{ ranges }`, or null for "don't measure". */
export function expectedStatuses(callback: unknown): ExpectedStatuses | null {
  return callback === null ? null : (callback as { readonly ranges: ExpectedStatuses }).ranges;
}

/** Whether a status is expected; 0, a request without an answer, never is by default. */
export function isExpected(expected: ExpectedStatuses, status: number): boolean {
  return expected.some(({ min, max }) => status >= min && status <= max);
}
