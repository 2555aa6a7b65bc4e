import { clip } from './render/clip.ts';
import type { Screen } from './terminal.ts';

const hideCursor = '\u001B[?25l';
const showCursor = '\u001B[?25h';
const lineUp = (count: number) => (count === 0 ? '' : `\u001B[${count}A`);
const clearBelow = '\u001B[0J';

/** A few lines at the foot of a terminal that are painted over; what is printed above them stays. */
export interface LiveBlock {
  /** Paints the block anew; lines are cut at the edge, so that none wraps and spoils the count. */
  readonly paint: (lines: readonly string[]) => void;
  /** Prints lines above the block for good. */
  readonly print: (text: string) => void;
  /** Wipes the block and gives the cursor back; safe to call twice. */
  readonly close: () => void;
}

/** A live block on a screen that is a terminal. */
export function liveBlock({ stream, width }: Screen): LiveBlock {
  let painted: readonly string[] = [];
  let isOpen = false;
  const wipe = () => `${painted.length === 0 ? '' : `\r${lineUp(painted.length)}`}${clearBelow}`;
  const draw = (lines: readonly string[]) => {
    painted = lines;
    return lines.map((line) => `${line}\n`).join('');
  };
  return {
    paint: (lines) => {
      const rows = Math.max(1, (stream.rows ?? 24) - 1);
      const cut = lines.slice(0, rows).map((line) => clip(line, width() - 1));
      stream.write(`${isOpen ? '' : hideCursor}${wipe()}${draw(cut)}`);
      isOpen = true;
    },
    print: (text) => {
      stream.write(`${wipe()}${text}${draw(painted)}`);
    },
    close: () => {
      if (!isOpen) return;
      stream.write(`${wipe()}${showCursor}`);
      painted = [];
      isOpen = false;
    },
  };
}
