import { createPaint, type Paint } from './paint.ts';
import type { OutputStream, Surroundings } from './surroundings.ts';

/** One of the two streams, with how to write on it. */
export interface Screen {
  readonly stream: OutputStream;
  readonly paint: Paint;
  /** Columns to fill; infinite where there is no terminal, so that what is piped is never cut. */
  readonly width: () => number;
  /** Whether a block may be painted over and over. */
  readonly isLive: boolean;
}

/** Data goes to `out`, messages to `note`. */
export interface Terminal {
  readonly out: Screen;
  readonly note: Screen;
}

function screen(stream: OutputStream, isPlain: boolean): Screen {
  const isColoured = stream.isTTY && !isPlain;
  return {
    stream,
    paint: createPaint(isColoured),
    width: () => Math.max(40, stream.columns ?? Number.POSITIVE_INFINITY),
    isLive: isColoured,
  };
}

/** The terminal of a command: no colour and no repainting with `--no-color`, NO_COLOR, TERM=dumb, or where a stream is no terminal. */
export function createTerminal({ stdout, stderr, environment }: Surroundings, options: { readonly color: boolean }): Terminal {
  const isPlain = !options.color || environment.plain;
  return { out: screen(stdout, isPlain), note: screen(stderr, isPlain) };
}
