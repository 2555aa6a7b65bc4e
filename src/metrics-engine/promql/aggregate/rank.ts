import type { Column } from '../evaluate/evaluation.ts';
import type { Choice } from './choose-members.ts';
import { WorstFirstHeap } from './worst-first-heap.ts';

/**
 * Chooses the largest (`topk`) or smallest (`bottomk`) values, as many at each instant as `limits` tells, the best first and NaN last.
 *
 * Member by member rather than instant by instant: most values are only compared with the worst that is in, and they lie side by side.
 */
export function rank(operator: 'topk' | 'bottomk', limits: Float64Array): Choice {
  const heaps = Array.from(limits, () => new WorstFirstHeap<Column>(operator));
  const isFull = Uint8Array.from(limits, (limit) => Number(limit < 1));
  const isTop = operator === 'topk';
  // Nothing is better than this, so where nothing may be in nothing gets in.
  const worst = new Float64Array(limits.length).fill(isTop ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
  const take = (member: Column, value: number, index: number) => {
    const heap = heaps[index];
    if (heap === undefined) return;
    if (isFull[index] === 1) heap.replaceWorst(member, value);
    else heap.push(member, value);
    isFull[index] = Number(heap.size >= (limits[index] ?? 0));
    worst[index] = heap.worst;
  };
  return {
    offer(member) {
      for (let index = 0; index < worst.length; index++) {
        if (member.present[index] === 0) continue;
        const value = member.values[index] ?? 0;
        const least = worst[index] ?? 0;
        const isBetter = isTop ? value > least : value < least;
        if (isFull[index] === 0 || isBetter || (Number.isNaN(least) && !Number.isNaN(value))) take(member, value, index);
      }
    },
    chosen: (index) => heaps[index]?.bestFirst() ?? [],
  };
}
