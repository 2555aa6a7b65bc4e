import type { FreezeView } from '../../control/control-plane.ts';
import type { Paint } from '../paint.ts';
import { instant } from './figures.ts';
import { printable } from './printable.ts';
import { type Column, table } from './table.ts';

const columns: readonly Column[] = [
  { title: 'SERVICE' },
  { title: 'SINCE', spare: true },
  { title: 'UNTIL' },
  { title: 'BY' },
  { title: 'REASON', elastic: true },
];

/** The freezes in force as a table. */
export function freezeList(freezes: readonly FreezeView[], page: { readonly paint: Paint; readonly width: number }): string {
  if (freezes.length === 0) return 'Nothing is frozen.\n';
  const rows = freezes.map((freeze) => [
    { text: freeze.service, style: page.paint.bold },
    { text: instant(freeze.declaredAtMs) },
    { text: freeze.untilMs === undefined ? 'lifted by hand' : instant(freeze.untilMs) },
    { text: printable(freeze.actor) },
    { text: printable(freeze.reason) },
  ]);
  return table(columns, rows, page);
}
