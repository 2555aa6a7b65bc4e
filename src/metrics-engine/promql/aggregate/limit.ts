import type { Column } from '../evaluate/evaluation.ts';
import type { Choice } from './choose-members.ts';
import { sampleOffset } from './label-hash.ts';

/** Chooses the first members that are present, as many at each instant as `limits` tells. */
export function firstPresent(limits: Float64Array): Choice {
  const chosen = Array.from(limits, (): Column[] => []);
  return {
    offer(member) {
      for (const [index, list] of chosen.entries())
        if (member.present[index] !== 0 && list.length < (limits[index] ?? 0)) list.push(member);
    },
    chosen: (index) => chosen[index] ?? [],
  };
}

/**
 * Chooses the share of the members that holds at each instant by a hash of their labels, so that it is the same members at the same share;
 * a share below 0 chooses the complement of what 1 + share chooses. Source: Prometheus' HashRatioSampler.
 */
export function sampleByRatio(shares: Float64Array): Choice {
  const chosen = Array.from(shares, (): Column[] => []);
  return {
    offer(member) {
      const offset = sampleOffset(member.labels);
      for (const [index, list] of chosen.entries()) {
        if (member.present[index] !== 0 && isWithin(offset, shares[index] ?? 0)) list.push(member);
      }
    },
    chosen: (index) => chosen[index] ?? [],
  };
}

function isWithin(offset: number, share: number): boolean {
  return share >= 0 ? offset < share : offset >= 1 + share;
}
