import type { Labels } from '../../query-result.ts';
import type { Column, Work } from '../evaluate/evaluation.ts';
import { labelProjection } from '../label-projection.ts';
import { absence, presentInAny, presentInBoth } from '../presence.ts';
import type { QueryBudget } from '../query-budget.ts';
import type { MatchGroup } from './match-groups.ts';

/** Two series that are matched at some instants, those at which both are present, and the labels of what comes of them. */
export interface MatchPair {
  readonly many: Column;
  readonly one: Column;
  readonly present: Uint8Array;
  readonly labels: Labels;
}

/** What stands in for a partner that is missing on the many or the one side; undefined for nothing. */
export interface Fills {
  readonly many: number | undefined;
  readonly one: number | undefined;
}

/** How the series of a group are paired. */
export interface Pairing {
  readonly fills: Fills;
  /** Labels that the result takes from the one side. */
  readonly include: readonly string[];
  readonly labelsOf: (many: Labels, one: Labels) => Labels;
  readonly budget: QueryBudget;
}

/**
 * The pairs of a group that are ever present together; what comes of each is taken from the budget before it is made, for a group of
 * thousands on either side may have millions.
 */
export function* matchPairs(group: MatchGroup, { fills, include, labelsOf, budget }: Pairing): Work<readonly MatchPair[]> {
  const manyStandIn = standIn(group, 'many', fills.many);
  const oneStandIn = standIn(group, 'one', fills.one);
  const ones = [...joinedOnes(group.one, include), ...oneStandIn];
  const pairs: MatchPair[] = [];
  for (const many of [...group.many, ...manyStandIn]) {
    for (const one of ones) {
      if (manyStandIn.includes(many) && oneStandIn.includes(one)) continue;
      const present = presentInBoth(many.present, one.present);
      budget.read(many.present.length);
      if (present === undefined) continue;
      budget.keep(present.length);
      pairs.push({ many, one, present, labels: labelsOf(many.labels, one.labels) });
    }
    yield;
  }
  return pairs;
}

/** A series of the fill value with the group's labels, present wherever the side that it stands in for is not; none without a fill value. */
function standIn(group: MatchGroup, side: 'many' | 'one', fill: number | undefined): readonly Column[] {
  if (fill === undefined) return [];
  const count = (group.many[0] ?? group.one[0])?.values.length ?? 0;
  const present = absence(presentInAny(group[side], count));
  return [{ labels: group.labels, dropsName: false, values: new Float64Array(count).fill(fill), present }];
}

/**
 * The one side with every series made one that gives the result the same labels: at each instant only one of them may be present, so it
 * doesn't matter which it is, and series that came and went need not all be paired.
 */
function joinedOnes(ones: readonly Column[], include: readonly string[]): readonly Column[] {
  if (ones.length < 2) return ones;
  const included = labelProjection('only', include);
  const byIncluded = Map.groupBy(ones, ({ labels }) => included.key(labels));
  return [...byIncluded.values()].map(joined);
}

function joined(columns: readonly Column[]): Column {
  const [first, ...others] = columns;
  if (first === undefined) throw new Error('there is nothing to join');
  if (others.length === 0) return first;
  const [values, present] = [first.values.slice(), first.present.slice()];
  for (const other of others) {
    for (let index = 0; index < values.length; index++) {
      if (other.present[index] === 0) continue;
      present[index] = 1;
      values[index] = other.values[index] ?? 0;
    }
  }
  return { ...first, values, present };
}
