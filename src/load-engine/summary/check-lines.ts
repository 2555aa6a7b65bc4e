import type { CheckTally } from '../metrics/check-tallies.ts';
import { formatShare } from './format-value.ts';
import { type Group, type GroupCheck, groupTree } from './group-tree.ts';
import { summaryRow } from './summary-row.ts';

/** The checks of a test in the tree of their groups, after how many of all of them held; no lines where none was made. */
export function checkLines(checks: readonly CheckTally[]): readonly string[] {
  if (checks.length === 0) return [];
  const passes = checks.reduce((sum, check) => sum + check.passes, 0);
  const all = checks.reduce((sum, check) => sum + check.fails, passes);
  const total = summaryRow('checks succeeded', `${formatShare(all === 0 ? 0 : passes / all)} ${passes} out of ${all}`);
  return [total, '', ...groupLines(groupTree(checks), '')];
}

function groupLines({ checks, groups }: Group, indent: string): readonly string[] {
  const below = groups.flatMap((group) => [`${indent}${group.name}`, ...groupLines(group, `${indent}  `)]);
  return [...checks.flatMap((check) => oneCheck(check, indent)), ...below];
}

function oneCheck({ name, passes, fails }: GroupCheck, indent: string): readonly string[] {
  if (fails === 0) return [`${indent}✓ ${name}`];
  return [`${indent}✗ ${name}`, `${indent}  ↳ ${formatShare(passes / (passes + fails))}: ✓ ${passes} / ✗ ${fails}`];
}
