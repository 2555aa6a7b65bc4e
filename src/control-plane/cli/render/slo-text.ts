import type { SloStatus } from '../../control/control-plane.ts';
import { durationFigure, numberFigure, percentFigure } from '../../domain/gate/figures.ts';
import type { Paint } from '../paint.ts';
import { stretch } from './figures.ts';
import { printable } from './printable.ts';
import { type Cell, type Column, table } from './table.ts';
import { indent } from './wrap.ts';

const columns: readonly Column[] = [
  { title: 'SERVICE', elastic: true, spare: true },
  { title: 'SLO', elastic: true },
  { title: 'TARGET', align: 'right' },
  { title: 'BUDGET LEFT', align: 'right' },
  { title: 'BURN RATE', align: 'right' },
  { title: 'EXHAUSTED IN', align: 'right', spare: true },
];

function budgetCell(left: number | undefined, paint: Paint): Cell {
  if (left === undefined) return { text: '? no data', style: paint.yellow };
  if (left <= 0) return { text: `✗ ${percentFigure(left)}`, style: paint.red };
  return { text: `✓ ${percentFigure(left)}`, style: left < 0.25 ? paint.yellow : paint.green };
}

function burnText(status: SloStatus): string {
  const shortest = status.burnRates.toSorted((a, b) => a.windowSeconds - b.windowSeconds)[0];
  if (shortest?.burnRate === undefined) return '–';
  return `${numberFigure(shortest.burnRate)}× in ${durationFigure(shortest.windowSeconds)}`;
}

function row(status: SloStatus, paint: Paint): readonly Cell[] {
  return [
    { text: status.service, style: paint.bold },
    { text: printable(status.slo) },
    { text: `${percentFigure(status.target)} in ${durationFigure(status.windowSeconds)}` },
    budgetCell(status.budgetRemaining, paint),
    { text: burnText(status) },
    { text: stretch(status.secondsToExhaustion) },
  ];
}

/** The SLOs, least budget first and those without data before all, since nothing is known of them; notes below. */
export function sloText(statuses: readonly SloStatus[], page: { readonly paint: Paint; readonly width: number }): string {
  if (statuses.length === 0) return 'No SLO is defined here.\n';
  const worstFirst = statuses.toSorted(
    (a, b) => (a.budgetRemaining ?? Number.NEGATIVE_INFINITY) - (b.budgetRemaining ?? Number.NEGATIVE_INFINITY),
  );
  const notes = worstFirst
    .filter(({ note }) => note !== undefined)
    .flatMap((status) => indent(`${status.slo}: ${printable(status.note ?? '')}`, 2, page.width));
  return `${table(
    columns,
    worstFirst.map((status) => row(status, page.paint)),
    page,
  )}${notes.length === 0 ? '' : `\n${notes.map(page.paint.dim).join('\n')}\n`}`;
}
