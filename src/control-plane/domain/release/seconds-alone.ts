import { slotOf } from '../canary/counter-increments.ts';
import type { ArmSeries } from '../canary/counter-series.ts';

/**
 * For how long the baseline has answered scrapes since the candidate last did, in seconds: the scrapes that it answered times their interval.
 *
 * Scrapes are counted, because time tells nothing: after an outage of the collector the baseline may be the first to be scraped, by seconds.
 * 0 where the candidate never answered, or no baseline is expected: nothing is known then.
 */
export function secondsAlone(baseline: ArmSeries | undefined, candidateNewestMs: number | undefined, intervalMs: number): number {
  if (baseline === undefined || candidateNewestMs === undefined) return 0;
  const last = slotOf(candidateNewestMs, intervalMs);
  const slots = baseline.total.flatMap(({ samples }) => samples.map(([atMs]) => slotOf(atMs, intervalMs)));
  const alone = new Set(slots.filter((slot) => slot > last));
  return (alone.size * intervalMs) / 1000;
}
