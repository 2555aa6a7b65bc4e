import type { Decision } from './exit.ts';

/** A command that can't go on, told to a person: what happened and where (`message`), and what to do next. */
export class CliFailure extends Error {
  readonly decision: Decision;
  /** A word for scripts: `unreachable`, `unauthenticated` … */
  readonly rule: string;
  readonly next: string | undefined;
  constructor(decision: Decision, rule: string, message: string, next?: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'CliFailure';
    this.decision = decision;
    this.rule = rule;
    this.next = next;
  }
}
