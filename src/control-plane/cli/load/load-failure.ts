import { ConfigError } from '../../config/config-error.ts';
import { CliFailure } from '../cli-failure.ts';
import { failureOutcome } from '../failure-outcome.ts';
import { type LoadEnd, loadDecisions, loadExitCodes } from '../load-exit.ts';
import type { Outcome, OutcomeReason } from '../outcome.ts';
import type { Work } from '../perform.ts';

/** An outcome with the exit code that k6 has for it. */
export function loadOutcome(
  end: LoadEnd,
  {
    reasons,
    data = {},
    text = '',
  }: { readonly reasons: readonly OutcomeReason[]; readonly data?: Outcome['data']; readonly text?: string },
): Outcome {
  return { decision: loadDecisions[end], exitCode: loadExitCodes[end], reasons, data: { end, ...data }, text };
}

/** Work that never throws: what goes wrong is told on stderr, and has the exit code that k6 has for it. */
export function withLoadExits(work: Work): Work {
  return async (context) => {
    try {
      return await work(context);
    } catch (error) {
      const { outcome, lines } = failureOutcome(error);
      for (const line of lines) context.note(line.startsWith('sluice:') ? context.terminal.note.paint.red(line) : line);
      const end = context.signal.aborted ? 'interrupted' : endOf(error);
      return loadOutcome(end, { reasons: outcome.reasons, data: { end } });
    }
  };
}

function endOf(error: unknown): LoadEnd {
  if (error instanceof CliFailure) return error.rule === 'script' ? 'script-exception' : 'options-refused';
  return error instanceof ConfigError ? 'options-refused' : 'engine-failed';
}
