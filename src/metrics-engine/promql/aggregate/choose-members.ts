import type { Column, Work } from '../evaluate/evaluation.ts';
import type { QueryBudget } from '../query-budget.ts';
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
export function* chooseMembers(groups: readonly Group[], { count, bounds, newChoice, budget }: Choosing): Work<readonly Column[]> {
  const columns: Column[] = [];
  for (const { members } of groups) {
    // Over a range the order says nothing, and where there is room for all of them there is nothing to choose.
    if (count > 1 && members.length <= bounds.least) {
      columns.push(...members);
      yield;
      continue;
    }
    budget.keep(Math.min(bounds.most, members.length) * count);
    const choice = newChoice();
    for (const member of members) {
      choice.offer(member);
      yield;
    }
    for (const [member, present] of yield* presences(choice, count)) columns.push({ ...member, present });
  }
  return columns;
}

/** How members are chosen. */
export interface Choosing {
  readonly count: number;
  /** The fewest and the most that a group may keep at any instant; what is held of the most is paid for from the budget. */
  readonly bounds: { readonly least: number; readonly most: number };
  readonly newChoice: () => Choice;
  readonly budget: QueryBudget;
}

/** At which instants each member is chosen that ever is. */
function* presences(choice: Choice, count: number): Work<ReadonlyMap<Column, Uint8Array>> {
  const found = new Map<Column, Uint8Array>();
  for (let index = 0; index < count; index++) {
    yield;
    for (const member of choice.chosen(index)) {
      const present = found.get(member) ?? new Uint8Array(count);
      present[index] = 1;
      found.set(member, present);
    }
  }
  return found;
}
