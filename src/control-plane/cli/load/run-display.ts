import type { LoadRunProgress } from '../../control/ports/load-runner.ts';
import type { CommandContext } from '../command-context.ts';
import { liveBlock } from '../live-block.ts';
import { progressLine, progressLines } from './progress-lines.ts';

/** Shows a run under way on stderr: the data on stdout stays clean. */
export interface RunDisplay {
  readonly show: (progress: LoadRunProgress) => void;
  /** Writes text for good, above what is painted. */
  readonly print: (text: string) => void;
  readonly close: () => void;
}

/** Where there is no terminal a line is written this often, in milliseconds of the run, and sooner in its first seconds. */
const LINE_EVERY_MS = 10_000;

/** Bars for all scenarios on a terminal, a line now and then elsewhere, nothing where a person wants quiet. */
export function runDisplay({ terminal }: CommandContext, { quiet }: { readonly quiet: boolean }): RunDisplay {
  const screen = terminal.note;
  const print = (text: string): void => screen.stream.write(text);
  if (quiet) return { show: () => undefined, print, close: () => undefined };
  if (!screen.isLive) return { show: lineDisplay(print), print, close: () => undefined };
  const block = liveBlock(screen);
  return {
    show: (progress) => block.paint(progressLines(progress, screen.paint, screen.width())),
    print: (text) => block.print(text),
    close: block.close,
  };
}

function lineDisplay(print: (text: string) => void): RunDisplay['show'] {
  let nextMs = 1000;
  return (progress) => {
    if (progress.elapsedMs < nextMs) return;
    nextMs = Math.min(nextMs * 3, progress.elapsedMs + LINE_EVERY_MS);
    print(`${progressLine(progress)}\n`);
  };
}
