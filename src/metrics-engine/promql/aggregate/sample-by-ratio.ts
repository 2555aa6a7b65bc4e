import type { Column } from '../evaluate/evaluation.ts';
import { memoByLabels } from '../labels-memo.ts';
import type { Chooser } from './choose-members.ts';
import { sampleOffset } from './label-hash.ts';

/**
 * Chooses a share of the series by a hash of their labels, so that the same are chosen at each instant; a share below 0 chooses the
 * complement of what 1 + share chooses. Source: Prometheus' HashRatioSampler.
 */
export function sampleByRatio(): Chooser {
  const offsetOf = memoByLabels(sampleOffset);
  const isChosen = (member: Column, share: number) => (share >= 0 ? offsetOf(member.labels) < share : offsetOf(member.labels) >= 1 + share);
  return (members, index, share) => {
    if (share === 0) return [];
    return members.filter((member) => member.present[index] !== 0 && isChosen(member, share));
  };
}
