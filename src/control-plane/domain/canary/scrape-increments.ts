import { sightingsOf, slotOf } from './counter-increments.ts';
import { type ArmSeries, newestSample } from './counter-series.ts';
import { emptyTally, type Scrape, type Tally } from './tally.ts';
import { armTallies } from './target-tallies.ts';

/** The raw samples of both arms over the same stretch, which should begin two scrapes before `sinceMs`. */
export interface RawSamples {
  readonly candidate: ArmSeries;
  /** undefined says that no baseline is expected, as at 100 % or in a first release: its counts are 0 then, not missing. */
  readonly baseline: ArmSeries | undefined;
  readonly scrapeSeconds: number;
  /** Scrapes up to this time were counted before. */
  readonly sinceMs: number;
  /** The time of the query. */
  readonly untilMs: number;
}

/** The scrapes to look at next, and how fresh the samples are. */
export interface ScrapeIncrements {
  readonly scrapes: readonly Scrape[];
  /** Scrapes passed over because one arm had no sample. */
  readonly skippedScrapes: number;
  /** Where to go on: hand it in as `sinceMs` next time. */
  readonly countedUntilMs: number;
  /** The newest sample of each arm, in milliseconds since 1970; undefined where there is none. */
  readonly newestSampleMs: { readonly candidate: number | undefined; readonly baseline: number | undefined };
}

/**
 * What both arms counted from scrape to scrape, from raw cumulative samples and never from a rate: overlapping windows would count a failure twice.
 *
 * Increments are put on the grid of multiples of the scrape interval, so both arms are compared over the same instants. A scrape in which one arm
 * has no sample is passed over; the newest is held back while targets that answered the one before are still missing, for one interval at most.
 * With an indicator of good events that matches no series at all, in either arm, nothing is counted: that is a broken selector, not a broken version.
 */
export function scrapeIncrements(raw: RawSamples): ScrapeIncrements {
  const { candidate, baseline, sinceMs } = raw;
  const newestSampleMs = { candidate: newestSample(candidate.total), baseline: newestSample(baseline?.total ?? []) };
  const slots = readySlots(raw);
  const last = slots.at(-1);
  const countedUntilMs = last === undefined ? sinceMs : last * raw.scrapeSeconds * 1000;
  const scrapes = selectorsMatch(raw) ? pairs(raw, slots) : [];
  return { scrapes, skippedScrapes: slots.length - scrapes.length, countedUntilMs, newestSampleMs };
}

function pairs(raw: RawSamples, slots: readonly number[]): readonly Scrape[] {
  const intervalMs = raw.scrapeSeconds * 1000;
  const candidate = armTallies(raw.candidate, intervalMs);
  const baseline = raw.baseline === undefined ? undefined : armTallies(raw.baseline, intervalMs);
  return slots.flatMap((slot) => {
    const ours = candidate.get(slot);
    const theirs: Tally | undefined = baseline === undefined ? emptyTally : baseline.get(slot);
    return ours === undefined || theirs === undefined ? [] : [{ atMs: slot * intervalMs, candidate: ours, baseline: theirs }];
  });
}

/** The slots after `sinceMs` that won't change any more, oldest first. */
function readySlots({ candidate, baseline, scrapeSeconds, sinceMs, untilMs }: RawSamples): readonly number[] {
  const intervalMs = scrapeSeconds * 1000;
  const seen = targetsBySlot([candidate, ...(baseline === undefined ? [] : [baseline])], intervalMs);
  const slots: number[] = [];
  for (const slot of [...seen.keys()].toSorted((a, b) => a - b)) {
    if (slot * intervalMs <= sinceMs) continue;
    const over = slot * intervalMs <= untilMs;
    const settled = (slot + 1) * intervalMs <= untilMs || isWhole(seen.get(slot - 1), seen.get(slot));
    if (!over || !settled) break;
    slots.push(slot);
  }
  return slots;
}

function targetsBySlot(arms: readonly ArmSeries[], intervalMs: number): ReadonlyMap<number, ReadonlySet<string>> {
  const seen = new Map<number, Set<string>>();
  arms.forEach(({ total }, arm) => {
    for (const [target, times] of sightingsOf(total)) {
      for (const atMs of times) {
        const slot = slotOf(atMs, intervalMs);
        seen.set(slot, (seen.get(slot) ?? new Set()).add(`${arm} ${target ?? ''}`));
      }
    }
  });
  return seen;
}

function isWhole(before: ReadonlySet<string> | undefined, now: ReadonlySet<string> | undefined): boolean {
  return [...(before ?? [])].every((target) => now?.has(target) === true) && now !== undefined;
}

function selectorsMatch({ candidate, baseline }: RawSamples): boolean {
  const arms = baseline === undefined ? [candidate] : [candidate, baseline];
  return arms.some(({ good }) => good === undefined || good.length > 0);
}
