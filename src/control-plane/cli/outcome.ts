import type { Reason } from '../domain/gate/reason.ts';
import { type Decision, exitCodes } from './exit.ts';

/** A reason as `--json` shows it; errors of ours have no verdict. */
export type OutcomeReason = Omit<Reason, 'verdict'> & { readonly verdict?: Reason['verdict']; readonly gate?: string };

/** What a command came to: printed once, as text or as JSON, and turned into the exit code. */
export interface Outcome {
  readonly decision: Decision;
  readonly reasons: readonly OutcomeReason[];
  /** What `--json` shows beside decision and reasons. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The exit code, where it is not the decision's own: `sluice load run` has those of k6. */
  readonly exitCode?: number;
  /** What people read on stdout; empty for nothing. */
  readonly text: string;
}

/** An outcome that went as asked. */
export function done(text: string, data: Outcome['data'] = {}): Outcome {
  return { decision: 'passed', reasons: [], data, text };
}

/** The one JSON document of `--json`; fields are only ever added within a schema version. */
export function outcomeJson({ decision, exitCode, reasons, data }: Omit<Outcome, 'text'>): string {
  return `${JSON.stringify({ schemaVersion: 1, decision, exitCode: exitCode ?? exitCodes[decision], reasons, ...data }, undefined, 2)}\n`;
}
