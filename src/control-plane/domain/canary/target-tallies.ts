import { counterIncrements, type Increment, sightingsOf } from './counter-increments.ts';
import type { ArmSeries } from './counter-series.ts';
import type { Tally } from './tally.ts';

/** What each target of an arm counted in each slot of the scrape grid. Series that don't tell their instance count as one target. */
export type TargetTallies = ReadonlyMap<string, ReadonlyMap<number, Tally>>;

/** An arm's counters as tallies by target and slot: the history that dispersion() takes. A slot is there when the target's total was known for it, be it 0. */
export function targetTallies(arm: ArmSeries, intervalMs: number): TargetTallies {
  const { totals, marked } = incrementsOf(arm, intervalMs);
  const names = new Set(totals.map(({ target }) => target));
  return new Map([...names].map((name) => [name ?? '', tallies(arm, totals.filter(from(name)), marked.filter(from(name)))]));
}

/**
 * An arm's counters as tallies by slot, over all its targets.
 *
 * Bad is kept within 0 and total: counters are read one after the other, so a request may be in one and not yet in the other.
 */
export function armTallies(arm: ArmSeries, intervalMs: number): ReadonlyMap<number, Tally> {
  const { totals, marked } = incrementsOf(arm, intervalMs);
  return tallies(arm, totals, marked);
}

interface ArmIncrements {
  readonly totals: readonly Increment[];
  /** Of the bad or the good events, whichever the arm has. */
  readonly marked: readonly Increment[];
}

function incrementsOf(arm: ArmSeries, intervalMs: number): ArmIncrements {
  const other = arm.bad ?? arm.good;
  const sightings = sightingsOf([...arm.total, ...other]);
  return { totals: counterIncrements(arm.total, intervalMs, sightings), marked: counterIncrements(other, intervalMs, sightings) };
}

function from(name: string | undefined): (increment: Increment) => boolean {
  return ({ target }) => target === name;
}

function tallies(arm: ArmSeries, totals: readonly Increment[], marked: readonly Increment[]): ReadonlyMap<number, Tally> {
  const [total, other] = [bySlot(totals), bySlot(marked)];
  return new Map([...total].map(([slot, all]) => [slot, tallyOf(arm, all, other.get(slot) ?? 0)]));
}

function tallyOf(arm: ArmSeries, total: number, marked: number): Tally {
  const bad = arm.bad === undefined ? total - marked : marked;
  return { bad: Math.min(total, Math.max(0, bad)), total };
}

function bySlot(increments: readonly Increment[]): ReadonlyMap<number, number> {
  const slots = new Map<number, number>();
  for (const { slot, value } of increments) slots.set(slot, (slots.get(slot) ?? 0) + value);
  return slots;
}
