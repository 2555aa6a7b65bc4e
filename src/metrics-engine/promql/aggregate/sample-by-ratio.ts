import type { Column, Work } from '../evaluate/evaluation.ts';
import type { Chooser } from './choose-members.ts';
import { sampleOffset } from './label-hash.ts';

/**
 * Chooses a share of the series by a hash of their labels, so that the same are chosen at each instant; a share below 0 chooses the
 * complement of what 1 + share chooses. Source: Prometheus' HashRatioSampler.
 */
export function* sampleByRatio(columns: readonly Column[]): Work<Chooser> {
  const offsets = new Map<Column, number>();
  for (const column of columns) {
    offsets.set(column, sampleOffset(column.labels));
    yield;
  }
  const isChosen = (member: Column, share: number) => {
    const offset = offsets.get(member) ?? 0;
    return share >= 0 ? offset < share : offset >= 1 + share;
  };
  return (members, index, share) => (share === 0 ? [] : members.filter((member) => member.present[index] !== 0 && isChosen(member, share)));
}
