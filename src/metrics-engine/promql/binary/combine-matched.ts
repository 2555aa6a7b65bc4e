import type { Column, QueryContext, Work } from '../evaluate/evaluation.ts';
import { mergeTwins } from '../evaluate/name-removal.ts';
import { presentInAny } from '../presence.ts';
import type { BinaryOperation } from '../syntax/expression.ts';
import { noteAmbiguousOneSide } from './ambiguous-one-side.ts';
import { noteAmbiguousPairs } from './ambiguous-pairs.ts';
import { earliestConflict } from './earliest-conflict.ts';
import { matchGroups, matchProjection } from './match-groups.ts';
import { type MatchPair, matchPairs, type Pairing } from './match-pairs.ts';
import { isFilter, operate } from './operate.ts';
import { resultLabels } from './result-labels.ts';

/**
 * Arithmetic and comparisons between two vectors whose series are paired by labels. The pairs are found once a query; at each instant
 * only presence decides. Series without a partner are left out, unless a fill modifier gives them one.
 *
 * Throws 'execution' when, at any instant, a series has several partners and no group modifier allows it, or two results have the same labels.
 */
export function* combineMatched(
  operation: BinaryOperation,
  left: readonly Column[],
  right: readonly Column[],
  context: QueryContext,
): Work<readonly Column[]> {
  const { matching } = operation;
  const isSwapped = matching.cardinality === 'one-to-many';
  const [many, one] = isSwapped ? [right, left] : [left, right];
  const groups = matchGroups(many, one, matchProjection(matching));
  const conflicts = earliestConflict();
  noteAmbiguousOneSide(groups, isSwapped ? 'left' : 'right', whereMatched(operation, many, one), conflicts);
  const pairing = pairingOf(operation, context);
  const columns: Column[] = [];
  let mayMeet = matching.include.length > 0 || matching.fill.left !== undefined || matching.fill.right !== undefined;
  for (const group of groups) {
    const pairs = yield* matchPairs(group, pairing);
    // Series that follow one another in a one-to-one match give one and the same result.
    mayMeet ||= matching.cardinality === 'one-to-one' && pairs.length > 1;
    noteAmbiguousPairs(pairs, matching, conflicts);
    for (const pair of pairs) {
      const column = combinePair(operation, pair, context);
      if (column !== undefined) columns.push(column);
      yield;
    }
  }
  conflicts.refuse();
  return mergeTwins(columns, mayMeet ? undefined : many);
}

function pairingOf(operation: BinaryOperation, { options, budget }: QueryContext): Pairing {
  const { cardinality, fill, include } = operation.matching;
  const fills = cardinality === 'one-to-many' ? { many: fill.right, one: fill.left } : { many: fill.left, one: fill.right };
  return { fills, include, labelsOf: resultLabels(operation, options.delayedNameRemoval), budget };
}

function combinePair(operation: BinaryOperation, pair: MatchPair, { options }: QueryContext): Column | undefined {
  const { many, one, present, labels } = pair;
  const [left, right] = operation.matching.cardinality === 'one-to-many' ? [one.values, many.values] : [many.values, one.values];
  const result = operate(operation, { left, right, present, kept: left });
  const dropsName = isFilter(operation) ? many.dropsName : operation.returnsBool && options.delayedNameRemoval;
  return result === undefined ? undefined : { labels, dropsName, ...result };
}

/** Nothing is matched, and so nothing ambiguous, at an instant at which a side has nothing at all; but a fill may stand in for it. */
function whereMatched(
  { matching: { fill } }: BinaryOperation,
  many: readonly Column[],
  one: readonly Column[],
): (index: number) => boolean {
  if (fill.left !== undefined || fill.right !== undefined) return () => true;
  const count = [...many, ...one][0]?.values.length ?? 0;
  const [anyMany, anyOne] = [presentInAny(many, count), presentInAny(one, count)];
  return (index) => anyMany[index] === 1 && anyOne[index] === 1;
}
