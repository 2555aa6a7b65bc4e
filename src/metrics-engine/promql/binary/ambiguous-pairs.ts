import { labelsKey, labelValue, METRIC_NAME } from '../labels.ts';
import type { VectorMatching } from '../syntax/expression.ts';
import { type EarliestConflict, firstMeeting } from './earliest-conflict.ts';
import type { MatchPair } from './match-pairs.ts';

/**
 * Notes where several series of the many side are matched at the same instant and no group modifier tells their results apart, whether
 * or not a comparison would keep them. The words are Prometheus'.
 */
export function noteAmbiguousPairs(pairs: readonly MatchPair[], matching: VectorMatching, conflicts: EarliestConflict): void {
  if (pairs.length < 2) return;
  if (matching.cardinality === 'one-to-one') {
    note(pairs, 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)', conflicts);
    return;
  }
  if (matching.include.length === 0 && haveOneName(pairs)) return;
  for (const twins of Map.groupBy(pairs, ({ labels }) => labelsKey(labels)).values())
    note(twins, 'multiple matches for labels: grouping labels must ensure unique matches', conflicts);
}

function note(pairs: readonly MatchPair[], message: string, conflicts: EarliestConflict): void {
  const meeting = firstMeeting(pairs.map(({ present }) => present));
  if (meeting !== undefined) conflicts.note(meeting.index, () => message);
}

/** Series of one name differ in other labels, which the result keeps: then no two results can be the same. */
function haveOneName(pairs: readonly MatchPair[]): boolean {
  return new Set(pairs.map(({ many }) => labelValue(many.labels, METRIC_NAME))).size === 1;
}
