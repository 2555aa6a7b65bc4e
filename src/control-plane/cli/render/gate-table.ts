import type { Reason } from '../../domain/gate/reason.ts';
import type { Paint } from '../paint.ts';
import { count, quantity, stretch } from './figures.ts';
import { type MarkedState, markText, stateMark } from './mark.ts';
import { printable } from './printable.ts';
import { type Cell, type Column, columnWidths, tableLine } from './table.ts';
import { indent } from './wrap.ts';

/** One gate as the table shows it. */
export interface GateRow {
  readonly gate: string;
  readonly state: MarkedState;
  readonly reasons: readonly Reason[];
  /** What there is to say without a reason: why it could not be measured. */
  readonly note: string | undefined;
}

const columns: readonly Column[] = [
  { title: 'GATE' },
  { title: 'VERDICT' },
  { title: 'OBSERVED', align: 'right' },
  { title: 'LIMIT', align: 'right' },
  { title: 'SAMPLES', align: 'right' },
  { title: 'WINDOW', align: 'right' },
];

interface Entry {
  readonly cells: readonly Cell[];
  readonly sentence: string | undefined;
  readonly remedy: string | undefined;
}

function verdictCell(state: MarkedState, paint: Paint): Cell {
  const mark = stateMark(state, paint);
  return { text: markText(mark), style: mark.style };
}

/** `state` is the verdict of the reason, or `error` where the whole gate is: what is told then is why nothing could be measured. */
function reasonEntry(gate: string, state: MarkedState, reason: Reason, paint: Paint): Entry {
  const figures = [
    quantity(reason.observed, reason.unit),
    quantity(reason.limit, reason.unit),
    count(reason.samples),
    stretch(reason.windowSeconds),
  ];
  const cells = [{ text: gate, style: paint.bold }, verdictCell(state, paint), ...figures.map((text) => ({ text }))];
  return { cells, sentence: reason.sentence, remedy: reason.verdict === 'pass' ? undefined : reason.remedy };
}

function entries(row: GateRow, paint: Paint): readonly Entry[] {
  if (row.reasons.length === 0)
    return [{ cells: [{ text: row.gate, style: paint.bold }, verdictCell(row.state, paint)], sentence: row.note, remedy: undefined }];
  return row.reasons.map((reason, index) =>
    reasonEntry(index === 0 ? row.gate : '', row.state === 'error' ? 'error' : reason.verdict, reason, paint),
  );
}

/** The gates as a table: a line of figures for each reason, and below it the reason in a sentence, and what would change the verdict. */
export function gateTable(rows: readonly GateRow[], { paint, width }: { readonly paint: Paint; readonly width: number }): string {
  const all = rows.flatMap((row) => entries(row, paint));
  const widths = columnWidths(
    columns,
    all.map(({ cells }) => cells),
    width,
  );
  const by = (widths[0] ?? 0) + 2;
  const lines = all.flatMap(({ cells, sentence, remedy }) => [
    tableLine(columns, widths, cells),
    ...(sentence === undefined ? [] : indent(printable(sentence), by, width)),
    ...(remedy === undefined ? [] : indent(`→ ${printable(remedy)}`, by, width).map(paint.dim)),
  ]);
  const titles = tableLine(
    columns,
    widths,
    columns.map(({ title }) => ({ text: title, style: paint.dim })),
  );
  return [titles, ...lines].map((line) => `${line}\n`).join('');
}
