/** The next instant of a job's grid, strictly after now: a multiple of the interval since 1970, so jobs of one interval share their instants. */
export function nextInstant(nowMs: number, intervalMs: number): number {
  return (Math.floor(nowMs / intervalMs) + 1) * intervalMs;
}

// A timer that fires a little late still scrapes for its instant; equal gaps make rates exact, and let canary and baseline share instants.
const SNAP_SHARE = 0.1;

/** The time that samples get when the scrape for an instant begins at nowMs: the instant itself, or now when that is too late to pass for it. */
export function stampFor(instantMs: number, nowMs: number, intervalMs: number): number {
  return nowMs - instantMs <= intervalMs * SNAP_SHARE ? instantMs : nowMs;
}
