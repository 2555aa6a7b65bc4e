import type { Scrape } from './tally.ts';

/** How long the candidate has been served alone. */
export interface Silence {
  /** The scrape after which the baseline fell silent. */
  readonly sinceMs: number;
  /** Requests of the candidate since then. */
  readonly requests: number;
}

/** At a hundredth of the candidate's traffic a comparison says nothing any more; stray probes of an idle baseline stay below it. */
const negligibleShare = 0.01;
const silentSeconds = 60;
const silentRequests = 100;

/** The silence after one more scrape; it ends with the first scrape in which the baseline has more than a hundredth of the candidate's requests. */
export function observeSilence(silence: Silence, { atMs, candidate, baseline }: Scrape): Silence {
  if (baseline.total > candidate.total * negligibleShare) return { sinceMs: atMs, requests: 0 };
  return { sinceMs: silence.sinceMs, requests: silence.requests + candidate.total };
}

/**
 * Whether the candidate is served alone for so long that chance can't be the reason: 60 seconds and 100 of its requests.
 *
 * It is asked before a scrape is counted and depends on numbers of requests alone, never on failures, so acting on it keeps every guarantee.
 */
export function isAlone(silence: Silence, atMs: number): boolean {
  return atMs - silence.sinceMs >= silentSeconds * 1000 && silence.requests >= silentRequests;
}
