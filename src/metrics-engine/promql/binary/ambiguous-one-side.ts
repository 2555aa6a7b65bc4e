import { compareLabels } from '../labels.ts';
import { labelsText } from '../labels-text.ts';
import { type EarliestConflict, firstMeeting } from './earliest-conflict.ts';
import type { MatchGroup } from './match-groups.ts';

/**
 * Notes where the side that must be unique has several series of one group at the same instant, matched or not. The words are Prometheus'.
 *
 * `isCounted` tells of an instant whether anything is matched at all then.
 */
export function noteAmbiguousOneSide(
  groups: readonly MatchGroup[],
  side: 'left' | 'right',
  isCounted: (index: number) => boolean,
  conflicts: EarliestConflict,
): void {
  for (const { labels, one } of groups) {
    const meeting = firstMeeting(
      one.map(({ present }) => present),
      isCounted,
    );
    if (meeting === undefined) continue;
    const twins = [meeting.first, meeting.second].map((at) => one[at]?.labels ?? {}).sort(compareLabels);
    conflicts.note(
      meeting.index,
      () =>
        `found duplicate series for the match group ${labelsText(labels)} on the ${side} hand-side of the operation: ` +
        `[${twins.map(labelsText).join(', ')}];many-to-many matching not allowed: matching labels must be unique on one side`,
    );
  }
}
