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

const reasonWidth = 96;

/** The rows as a table for a terminal; long reasons go on in further lines. */
export function tableOf(rows: readonly Row[]): string {
  const head = ['release', 'verdict', 'time', 'requests exposed', 'reason'];
  const lines = rows.flatMap((row) => {
    const [first = '', ...more] = wrapped(row.reason, reasonWidth);
    const cells = [
      `${row.asExpected ? '✔' : '✘'} ${row.version}`,
      row.verdict,
      `${row.seconds.toFixed(0)} s`,
      String(row.requestsExposed),
      first,
    ];
    return [cells, ...more.map((line) => ['', '', '', '', line])];
  });
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const text = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [text(head), widths.map((width) => '─'.repeat(width)).join('  '), ...lines.map(text)].join('\n');
}

function wrapped(text: string, width: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
