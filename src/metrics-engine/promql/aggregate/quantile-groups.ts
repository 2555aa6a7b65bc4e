import type { Column, Work } from '../evaluate/evaluation.ts';
import { quantileOf } from '../quantile.ts';
import { groupColumn } from './group-column.ts';
import type { Group } from './group-columns.ts';

/** The quantile of each group at each instant, of the share that holds at that instant. */
export function* quantileGroups(groups: readonly Group[], shares: Float64Array): Work<readonly Column[]> {
  const columns: Column[] = [];
  for (const group of groups) {
    const values = new Float64Array(shares.length);
    const buffer = new Float64Array(group.members.length);
    for (const [index, share] of shares.entries()) {
      values[index] = quantileOf(share, valuesAt(group.members, index, buffer));
      yield;
    }
    columns.push(groupColumn(group, values));
  }
  return columns;
}

function valuesAt(members: readonly Column[], index: number, buffer: Float64Array): Float64Array {
  let size = 0;
  for (const { present, values } of members) if (present[index] !== 0) buffer[size++] = values[index] ?? 0;
  return buffer.subarray(0, size);
}
