import type { Sample } from '../../query-result.ts';

export interface RestoreSettings {
  readonly forMs: number;
  /** An alert that was about to fire waits at least this long after a restart, so that what is being scraped again may calm it. */
  readonly gracePeriodMs: number;
}

/**
 * Since when an alert holds, as told by its newest sample of ALERTS_FOR_STATE: written when it was last seen, with the second since when it
 * held. The time in which nothing was evaluated does not count towards `for`.
 *
 * Source: the restoration of Prometheus 2.4 and later.
 */
export function restoredActiveAt([lastSeenMs, activeAtSeconds]: Sample, { forMs, gracePeriodMs }: RestoreSettings, nowMs: number): number {
  const activeAtMs = activeAtSeconds * 1000;
  const remainingMs = forMs - (lastSeenMs - activeAtMs);
  // It fired already: it fires again at the next evaluation, if it still holds.
  if (remainingMs <= 0) return activeAtMs;
  if (remainingMs < gracePeriodMs) return nowMs + gracePeriodMs - forMs;
  return activeAtMs + (nowMs - lastSeenMs);
}
