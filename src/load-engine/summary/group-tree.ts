import { createHash } from 'node:crypto';
import type { CheckTally } from '../metrics/check-tallies.ts';

/** One check of a group, as handleSummary(data) shows it. */
export interface GroupCheck {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly passes: number;
  readonly fails: number;
}

/** A group with its checks and the groups inside of it, as handleSummary(data) shows it; the root has no name. */
export interface Group {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly groups: readonly Group[];
  readonly checks: readonly GroupCheck[];
}

interface OpenGroup extends Group {
  readonly groups: OpenGroup[];
  readonly checks: GroupCheck[];
}

/** An id is only a short, stable name for a path. */
const idOf = (path: string): string => createHash('md5').update(path).digest('hex');

const open = (name: string, path: string): OpenGroup => ({ name, path, id: idOf(path), groups: [], checks: [] });

/** The tree of groups that `root_group` is: groups that made no check are not in it. */
export function groupTree(checks: readonly CheckTally[]): Group {
  const root = open('', '');
  for (const { name, group, passes, fails } of checks) {
    const path = `${group}::${name}`;
    groupAt(root, group).checks.push({ name, path, id: idOf(path), passes, fails });
  }
  return root;
}

function groupAt(root: OpenGroup, path: string): OpenGroup {
  let at = root;
  for (const name of path.split('::').slice(1)) {
    const known = at.groups.find((group) => group.name === name);
    const next = known ?? open(name, `${at.path}::${name}`);
    if (known === undefined) at.groups.push(next);
    at = next;
  }
  return at;
}
