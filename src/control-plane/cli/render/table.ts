import type { Paint } from '../paint.ts';
import { clip } from './clip.ts';
import { textWidth } from './text-width.ts';

/** One cell: its text, and how it is painted. */
export interface Cell {
  readonly text: string;
  readonly style?: (text: string) => string;
}

/** A column: where the table is too wide for the screen, `spare` ones are left out, the first first, and then `elastic` ones give way. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly elastic?: boolean;
  readonly spare?: boolean;
}

const gap = '  ';

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const room = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? `${room}${text}` : `${text}${room}`;
}

type Rows = readonly (readonly Cell[])[];

// Below this an elastic cell tells nothing any more.
const leastElastic = 16;

function excess(widths: readonly number[], screen: number): number {
  return widths.reduce((sum, one) => sum + one, gap.length * (widths.length - 1)) - screen;
}

/** Takes columns off the widest elastic one, again and again, until the table fits or none can give more. */
function shrink(columns: readonly Column[], wanted: readonly number[], screen: number): readonly number[] {
  const widths = [...wanted];
  for (let over = excess(widths, screen); over > 0; over -= 1) {
    const givers = widths.flatMap((width, index) => (columns[index]?.elastic === true && width > leastElastic ? [{ width, index }] : []));
    const widest = givers.toSorted((a, b) => b.width - a.width)[0];
    if (widest === undefined) break;
    widths[widest.index] = widest.width - 1;
  }
  return widths;
}

function natural(columns: readonly Column[], rows: Rows): readonly number[] {
  return columns.map((column, index) => Math.max(textWidth(column.title), ...rows.map((row) => textWidth(row[index]?.text ?? ''))));
}

/** The width of each column: what its widest cell needs, less for elastic columns when all together are wider than the screen. */
export function columnWidths(columns: readonly Column[], rows: Rows, screen: number): readonly number[] {
  const wanted = natural(columns, rows);
  return Number.isFinite(screen) ? shrink(columns, wanted, screen) : wanted;
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

/** A table with a line of titles, each line ended; never wider than the screen. Without rows it is empty. */
export function table(columns: readonly Column[], rows: Rows, page: { readonly paint: Paint; readonly width: number }): string {
  if (rows.length === 0) return '';
  const spare = excess(natural(columns, rows), page.width) > 0 ? columns.findIndex((column) => column.spare === true) : -1;
  if (spare !== -1) {
    const rest = rows.map((row) => row.toSpliced(spare, 1));
    return table(columns.toSpliced(spare, 1), rest, page);
  }
  const widths = columnWidths(columns, rows, page.width);
  const titles = columns.map(({ title }) => ({ text: title, style: page.paint.dim }));
  return [titles, ...rows].map((row) => `${clip(tableLine(columns, widths, row), page.width)}\n`).join('');
}
