import type { LoadFinding } from '../../control/ports/load-engine.ts';
import type { Paint } from '../paint.ts';
import { indent } from './wrap.ts';

/** What was found in a load script, the most serious first, each with its place, what is wrong and what to write instead. */
export function findingList(findings: readonly LoadFinding[], { paint, width }: { readonly paint: Paint; readonly width: number }): string {
  const inOrder = [...findings].sort((one, other) => rank(one) - rank(other));
  const blocks = inOrder.map((finding) => block(finding, paint, width));
  return `${[...blocks, headline(findings)].join('\n')}\n`;
}

const rank = ({ severity }: LoadFinding): number => (severity === 'warning' ? 0 : 1);

function block({ severity, rule, place, problem, remedy }: LoadFinding, paint: Paint, width: number): string {
  const mark = severity === 'warning' ? paint.yellow('! warning') : paint.cyan('· advice');
  const lines = [
    `${mark}  ${paint.bold(place)}  ${paint.dim(rule)}`,
    ...indent(problem, 4, width),
    ...indent(remedy, 4, width).map(paint.dim),
  ];
  return `${lines.join('\n')}\n`;
}

function headline(findings: readonly LoadFinding[]): string {
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (findings.length === 0) return 'Nothing found: what the script judges, it demands evidence for.';
  return `${counted(warnings, 'warning', 'warnings')}, ${counted(findings.length - warnings, 'piece of advice', 'pieces of advice')}.`;
}

const counted = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;
