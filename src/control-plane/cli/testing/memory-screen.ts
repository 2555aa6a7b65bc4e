import { createPaint } from '../paint.ts';
import type { Screen } from '../terminal.ts';

/** A screen that remembers what was written on it. */
export interface MemoryScreen extends Screen {
  written(): string;
}

/** A memory screen of some size; `isLive` also colours it. */
export function memoryScreen({
  columns = 40,
  rows = 24,
  isLive = false,
}: {
  readonly columns?: number;
  readonly rows?: number;
  readonly isLive?: boolean;
} = {}): MemoryScreen {
  let text = '';
  return {
    isLive,
    paint: createPaint(isLive),
    width: () => columns,
    written: () => text,
    stream: {
      columns,
      rows,
      isTTY: isLive,
      write: (piece) => {
        text += piece;
      },
    },
  };
}

/** What a terminal shows after this text was written, as far as LiveBlock moves the cursor: lines up, wipe below, line ends. */
export function shown(text: string): readonly string[] {
  const lines: string[] = [''];
  let row = 0;
  // oxlint-disable-next-line no-control-regex -- the sequences that a live block writes start with it
  for (const [piece] of text.matchAll(/\u001B\[\??\d*[A-Za-z]|\r|\n|[^\u001B\r\n]+/g)) {
    const [, count] = /^\u001B\[(\d+)A$/.exec(piece) ?? []; // oxlint-disable-line no-control-regex
    if (count !== undefined) row = Math.max(0, row - Number(count));
    else if (piece === '\u001B[0J') lines.splice(row, lines.length, '');
    else if (piece === '\n') {
      row += 1;
      lines[row] ??= '';
    } else if (piece !== '\r' && !piece.startsWith('\u001B')) lines[row] += piece;
  }
  return lines.slice(0, -1);
}
