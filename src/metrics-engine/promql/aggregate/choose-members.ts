import type { Column, Work } from '../evaluate/evaluation.ts';
import type { Group } from './group-columns.ts';

/** Chooses members of one group at each instant, of those that are offered, in the order in which they are. */
export interface Choice {
  /** Takes a member into consideration at the instants at which it is present. */
  offer(member: Column): void;
  /** The members that are chosen at an instant, in the order of the answer to an instant query. Nothing may be offered afterwards. */
  chosen(index: number): readonly Column[];
}

/**
 * The members that are chosen at each instant, with their own labels and values; those never chosen are left out.
 *
 * Group follows group. Within one, the order is that in which members were first chosen: for an instant query, the choice's own.
 */
export function* chooseMembers(groups: readonly Group[], count: number, newChoice: () => Choice): Work<readonly Column[]> {
  const columns: Column[] = [];
  for (const { members } of groups) {
    const choice = newChoice();
    for (const member of members) {
      choice.offer(member);
      yield;
    }
    for (const [member, present] of presences(choice, count)) columns.push({ ...member, present });
  }
  return columns;
}

/** At which instants each member is chosen that ever is. */
function presences(choice: Choice, count: number): ReadonlyMap<Column, Uint8Array> {
  const found = new Map<Column, Uint8Array>();
  for (let index = 0; index < count; index++) {
    for (const member of choice.chosen(index)) {
      const present = found.get(member) ?? new Uint8Array(count);
      present[index] = 1;
      found.set(member, present);
    }
  }
  return found;
}
