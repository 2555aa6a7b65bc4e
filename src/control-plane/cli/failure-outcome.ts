import { ConfigError, describeProblem } from '../config/config-error.ts';
import { SourceError } from '../control/ports/source-error.ts';
import { CliFailure } from './cli-failure.ts';
import type { Decision } from './exit.ts';
import type { Outcome } from './outcome.ts';
import { printable } from './render/printable.ts';

/** What an error amounts to: its outcome, and what people read of it on stderr. */
export interface Failure {
  readonly outcome: Outcome;
  readonly lines: readonly string[];
}

function failure(decision: Decision, rule: string, sentences: readonly string[], lines: readonly string[]): Failure {
  return { outcome: { decision, reasons: sentences.map((sentence) => ({ rule, sentence })), data: {}, text: '' }, lines };
}

/** Turns an error that ended a command into its outcome. What is no failure of the user, the server or the world is a bug and is shown with its stack. */
export function failureOutcome(error: unknown): Failure {
  if (error instanceof CliFailure) {
    const next = error.next === undefined ? [] : [`next: ${error.next}`];
    return failure(error.decision, error.rule, [error.message], [`sluice: ${error.message}`, ...next]);
  }
  if (error instanceof ConfigError) {
    const problems = error.problems.map(describeProblem);
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    return failure('usage', 'configuration', problems, [
      `sluice: the configuration has ${count}, nothing was started:`,
      ...problems.map((problem) => `  ${problem}`),
    ]);
  }
  if (error instanceof SourceError) {
    const next = error.retryable ? ['next: Try again; the world failed, not the release.'] : [];
    return failure('error', error.code, [error.message], [`sluice: ${printable(error.message)}`, ...next]);
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  return failure('error', 'internal', [message], [`sluice: this is a bug in Sluice. Please report it with these lines:`, stack]);
}
