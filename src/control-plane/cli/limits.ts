import { durationFigure } from '../domain/gate/figures.ts';
import { CliFailure } from './cli-failure.ts';
import { exitCodes } from './exit.ts';
import type { Surroundings } from './surroundings.ts';

/** What ends a command early. */
export interface Limits {
  /** Aborts on Ctrl-C, SIGTERM and when the time is over; its reason is the CliFailure to end with. */
  readonly signal: AbortSignal;
  readonly dispose: () => void;
}

// What a command may take to clean up after itself, before the process ends without it.
const cleanUpMs = 30_000;

/** How long an interrupted command is waited for, and what a second interrupt comes to. */
export interface Patience {
  /** Undefined: for as long as it takes. */
  readonly cleanUpMs: number | undefined;
  readonly interruptedCode: number;
}

const usual: Patience = { cleanUpMs, interruptedCode: exitCodes.interrupted };

/** Limits for one command. The first interrupt asks it to end, and gives it 30 s; a second one, or a clean-up that takes longer, ends the process at once. */
export function startLimits({
  surroundings,
  timeoutSeconds,
  patience = usual,
}: {
  readonly surroundings: Surroundings;
  readonly timeoutSeconds: number | undefined;
  readonly patience?: Patience | undefined;
}): Limits {
  const { clock } = surroundings;
  const ending = new AbortController();
  const disposed = new AbortController();
  const after = async (ms: number, act: () => void) => {
    await clock.sleep(ms, disposed.signal);
    if (!disposed.signal.aborted) act();
  };
  const end = (failure: CliFailure) => {
    if (ending.signal.aborted) return;
    ending.abort(failure);
    if (patience.cleanUpMs !== undefined) void after(patience.cleanUpMs, () => surroundings.exit(exitCodes[failure.decision]));
  };
  const stopListening = surroundings.onInterrupt(() => {
    if (ending.signal.aborted) surroundings.exit(patience.interruptedCode);
    end(new CliFailure('interrupted', 'interrupted', 'Interrupted.'));
  });
  if (timeoutSeconds !== undefined) {
    const failure = new CliFailure(
      'timed-out',
      'timed-out',
      `Not done in ${durationFigure(timeoutSeconds)}.`,
      'Give it longer with --timeout.',
    );
    void after(timeoutSeconds * 1000, () => end(failure));
  }
  return {
    signal: ending.signal,
    dispose: () => {
      stopListening();
      disposed.abort();
    },
  };
}
