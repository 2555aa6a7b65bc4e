import { figureNumber, figureText } from './figure-text.ts';
import { markText } from './pass-mark.ts';
import { type Section, type SummedRow, summedRow, type Unit } from './section.ts';
import type { Spread } from './spread.ts';

/** A section as a table for a terminal: the median with the least and the greatest, and the ratio where there are two columns. */
export function tableOf(section: Section): string {
  const { title, columns, rows, notes, marks = [] } = section;
  const withRatio = columns.length === 2 && section.compared !== false;
  const head = ['', ...columns, ...(withRatio ? ['ratio'] : [])];
  const lines = [head, ...rows.map((row) => cellsOf(summedRow(row, columns), columns, withRatio))];
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const text = lines.map((cells) =>
    cells
      .map((cell, column) => pad(cell, widths[column] ?? 0, column))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...text, ...marks.map((mark) => `  ${markText(mark)}`), ...notes.map((note) => `  ${note}`)].join('\n');
}

const pad = (cell: string, width: number, column: number): string => (column === 0 ? cell.padEnd(width) : cell.padStart(width));

function cellsOf({ name, unit, cells, ratio }: SummedRow, columns: readonly string[], withRatio: boolean): readonly string[] {
  const figures = columns.map((column) => spreadText(cells[column], unit));
  return [`  ${name}`, ...figures, ...(withRatio ? [ratio === undefined ? '–' : `× ${ratio.toFixed(2)}`] : [])];
}

function spreadText(spread: Spread | undefined, unit: Unit): string {
  if (spread === undefined) return '–';
  const { median, min, max } = spread;
  const range = spread.samples.length === 1 ? '' : ` (${figureNumber(min, unit)}–${figureNumber(max, unit)})`;
  return `${figureText(median, unit)}${range}`;
}
