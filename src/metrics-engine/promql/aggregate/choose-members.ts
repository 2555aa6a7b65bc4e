import type { Column, Work } from '../evaluate/evaluation.ts';
import type { Group } from './group-columns.ts';

/** Chooses among the members of a group at one instant, by the parameter that holds then; the order is that of the answer to an instant query. */
export type Chooser = (members: readonly Column[], index: number, parameter: number) => readonly Column[];

/**
 * The members that are chosen at each instant, with their own labels and values; those never chosen are left out.
 *
 * Group follows group. Within one, the order is that in which members were first chosen: for an instant query, the chooser's own.
 */
export function* chooseMembers(groups: readonly Group[], parameters: Float64Array, choose: Chooser): Work<readonly Column[]> {
  const columns: Column[] = [];
  for (const { members } of groups) {
    const presences = new Map<Column, Uint8Array>();
    for (const [index, parameter] of parameters.entries()) {
      for (const member of choose(members, index, parameter)) presenceOf(member, presences, parameters.length)[index] = 1;
      yield;
    }
    for (const [member, present] of presences) columns.push({ ...member, present });
  }
  return columns;
}

function presenceOf(member: Column, presences: Map<Column, Uint8Array>, count: number): Uint8Array {
  const present = presences.get(member) ?? new Uint8Array(count);
  presences.set(member, present);
  return present;
}
