/** The next instant of a job's grid, strictly after now: a multiple of the interval since 1970, so jobs of one interval share their instants. */
export function nextInstant(nowMs: number, intervalMs: number): number {
  return (Math.floor(nowMs / intervalMs) + 1) * intervalMs;
}

// A timer that fires a little late still scrapes for its instant: equal gaps compress well and make rates exact. Later than this, the
// instant would be a lie that a rate shows. Source: Prometheus' own tolerance.
const SNAP_SHARE = 0.01;
const SNAP_MS = 2;

/** The time that samples get when the scrape for an instant begins at nowMs: the instant itself, or now when that is too late to pass for it. */
export function stampFor(instantMs: number, nowMs: number, intervalMs: number): number {
  return nowMs - instantMs <= Math.min(SNAP_MS, intervalMs * SNAP_SHARE) ? instantMs : nowMs;
}
