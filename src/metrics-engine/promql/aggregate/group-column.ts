import type { Column } from '../evaluate/evaluation.ts';
import { presentInAny } from '../presence.ts';
import type { Group } from './group-columns.ts';

/** The column that stands for a group: present wherever any member is. */
export function groupColumn(group: Group, values: Float64Array): Column {
  const present = presentInAny(group.members, values.length);
  return { labels: group.labels, dropsName: dropsName(group, present), values, present };
}

/** Whether a member loses its name at the last instant at which the group has a value: the one that Prometheus goes by, with names that are taken off late. */
function dropsName({ members }: Group, present: Uint8Array): boolean {
  if (!members.some((member) => member.dropsName)) return false;
  const last = present.lastIndexOf(1);
  return members.some((member) => member.dropsName && member.present[last] === 1);
}
