import { wrap } from '../../src/control-plane/cli/render/wrap.ts';
import { countFigure } from '../../src/control-plane/domain/gate/figures.ts';

/** One line of the demo's closing table. */
export interface Row {
  readonly release: string;
  readonly version: string;
  readonly verdict: string;
  readonly reason: string;
  readonly seconds: number;
  readonly requestsExposed: number;
  readonly asExpected: boolean;
}

/** The rows as a table of at most `columns`; long reasons go on in further lines. */
export function tableOf(rows: readonly Row[], columns: number): string {
  const head = ['release', 'verdict', 'time', 'requests exposed', 'reason'];
  const facts = rows.map((row) => [
    `${row.asExpected ? '✔' : '✘'} ${row.version}`,
    row.verdict,
    `${row.seconds.toFixed(0)} s`,
    countFigure(row.requestsExposed),
  ]);
  const widths = head.slice(0, -1).map((title, column) => Math.max(title.length, ...facts.map((cells) => cells[column]?.length ?? 0)));
  const reasonWidth = Math.max(30, columns - widths.reduce((sum, width) => sum + width + 2, 0) - 1);
  const text = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const lines = rows.flatMap((row, index) => {
    const [first = '', ...more] = wrap(row.reason, reasonWidth);
    return [text([...(facts[index] ?? []), first]), ...more.map((line) => text([...widths.map(() => ''), line]))];
  });
  return [text(head), [...widths, reasonWidth].map((width) => '─'.repeat(width)).join('  '), ...lines].join('\n');
}
