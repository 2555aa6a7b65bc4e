import type { Paint } from '../paint.ts';
import { clip } from './clip.ts';
import { textWidth } from './text-width.ts';

/** One cell: its text, and how it is painted. */
export interface Cell {
  readonly text: string;
  readonly style?: (text: string) => string;
}

/** A column: `elastic` ones give way when the table is too wide. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly elastic?: boolean;
}

const gap = '  ';

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const room = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? `${room}${text}` : `${text}${room}`;
}

/** The width of each column: what its widest cell needs, less for elastic columns when all together are wider than the screen. */
export function columnWidths(columns: readonly Column[], rows: readonly (readonly Cell[])[], width: number): readonly number[] {
  const wanted = columns.map((column, index) => Math.max(textWidth(column.title), ...rows.map((row) => textWidth(row[index]?.text ?? ''))));
  const excess = wanted.reduce((sum, one) => sum + one, gap.length * (columns.length - 1)) - width;
  if (excess <= 0) return wanted;
  const elastic = columns.filter((column) => column.elastic === true).length;
  return wanted.map((one, index) => (columns[index]?.elastic === true ? Math.max(8, one - Math.ceil(excess / elastic)) : one));
}

/** One line of a table. */
export function tableLine(columns: readonly Column[], widths: readonly number[], row: readonly Cell[]): string {
  const cells = columns.map((column, index) => {
    const { text, style = (plain: string) => plain } = row[index] ?? { text: '' };
    const width = widths[index] ?? 0;
    const fitted = clip(text, width);
    return pad(fitted, width, column.align ?? 'left').replace(fitted, () => style(fitted));
  });
  return cells.join(gap).trimEnd();
}

/** A table with a line of titles, each line ended. Without rows it is empty. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { paint, width }: { readonly paint: Paint; readonly width: number },
): string {
  if (rows.length === 0) return '';
  const widths = columnWidths(columns, rows, width);
  const titles = columns.map(({ title }) => ({ text: title, style: paint.dim }));
  return [titles, ...rows].map((row) => `${tableLine(columns, widths, row)}\n`).join('');
}
