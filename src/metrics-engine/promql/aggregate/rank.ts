import type { Column } from '../evaluate/evaluation.ts';
import type { Chooser } from './choose-members.ts';
import { worstFirstHeap } from './worst-first-heap.ts';

/** Chooses the k largest (`topk`) or smallest (`bottomk`) values that are present at an instant, the best first and NaN last. */
export function rank(operator: 'topk' | 'bottomk'): Chooser {
  const isBetter = operator === 'topk' ? (a: number, b: number) => a > b : (a: number, b: number) => a < b;
  return (members, index, k) => {
    // An empty heap has no worst to make room for.
    if (k < 1) return [];
    const heap = worstFirstHeap<Column>(operator);
    for (const member of members) {
      if (member.present[index] === 0) continue;
      const value = member.values[index] ?? Number.NaN;
      if (heap.size < k) heap.push(member, value);
      else if (isBetter(value, heap.worst) || (Number.isNaN(heap.worst) && !Number.isNaN(value))) heap.replaceWorst(member, value);
    }
    return heap.bestFirst();
  };
}

/** Chooses the first k that are present at an instant. */
export function firstPresent(members: readonly Column[], index: number, k: number): readonly Column[] {
  const chosen: Column[] = [];
  for (const member of members) {
    if (chosen.length >= k) break;
    if (member.present[index] !== 0) chosen.push(member);
  }
  return chosen;
}
