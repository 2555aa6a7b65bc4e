import { counterIncrements, type Increment, sightingsOf } from './counter-increments.ts';
import type { ArmSeries } from './counter-series.ts';
import { addTally, emptyTally, type Tally } from './tally.ts';

/** What each target of an arm counted in each slot of the scrape grid. */
export type TargetTallies = ReadonlyMap<string, ReadonlyMap<number, Tally>>;

/**
 * An arm's counters as tallies by target and slot.
 *
 * A slot is there when the target's total was known for it, be it 0. Bad is kept within 0 and total: counters are read one after the other, so a
 * request may be in one and not yet in the other.
 */
export function targetTallies(arm: ArmSeries, intervalMs: number): TargetTallies {
  const sightings = sightingsOf(arm.total);
  const totals = bySlot(counterIncrements(arm.total, intervalMs, sightings));
  const marked = bySlot(counterIncrements(arm.bad ?? arm.good, intervalMs, sightings));
  return new Map(
    [...totals].map(([target, slots]) => [
      target,
      new Map([...slots].map(([slot, total]) => [slot, tallyOf(arm, total, marked.get(target)?.get(slot) ?? 0)])),
    ]),
  );
}

/** The targets' tallies together, by slot. */
export function armTallies(targets: TargetTallies): ReadonlyMap<number, Tally> {
  const arm = new Map<number, Tally>();
  for (const slots of targets.values()) {
    for (const [slot, tally] of slots) arm.set(slot, addTally(arm.get(slot) ?? emptyTally, tally));
  }
  return arm;
}

function tallyOf(arm: ArmSeries, total: number, marked: number): Tally {
  const bad = arm.bad === undefined ? total - marked : marked;
  return { bad: Math.min(total, Math.max(0, bad)), total };
}

function bySlot(increments: readonly Increment[]): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const targets = new Map<string, Map<number, number>>();
  for (const { target, slot, value } of increments) {
    const slots = targets.get(target) ?? new Map<number, number>();
    slots.set(slot, (slots.get(slot) ?? 0) + value);
    targets.set(target, slots);
  }
  return targets;
}
