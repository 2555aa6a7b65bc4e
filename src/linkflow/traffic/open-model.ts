/** Says how many requests are due, whether or not earlier ones were answered. */
export interface OpenModel {
  /** How many became due since the last call. */
  due(nowMs: number): number;
}

/**
 * An open model: `requestsPerSecond` from `startMs` on, by the clock alone; a slow answer delays no later request.
 *
 * After a pause of the process (a suspended laptop) at most one second's worth comes at once; the rest is let go.
 */
export function openModel({ requestsPerSecond, startMs }: { readonly requestsPerSecond: number; readonly startMs: number }): OpenModel {
  let issued = 0;
  return {
    due: (nowMs) => {
      const target = Math.floor(((nowMs - startMs) / 1000) * requestsPerSecond);
      const count = Math.min(target - issued, Math.ceil(requestsPerSecond));
      issued = target;
      return Math.max(0, count);
    },
  };
}
