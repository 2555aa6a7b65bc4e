import type { MetricsSource } from '../../metrics-source.ts';
import type { Labels } from '../../query-result.ts';
import type { OutgoingAlert } from './outgoing-alert.ts';
import type { RuleSample, RuleStore } from './rule-store.ts';

/** What the rules of a manager share. */
export interface RuleSettings {
  readonly source: Pick<MetricsSource, 'query'>;
  readonly store: RuleStore;
  readonly externalLabels: Labels;
  /** Where people reach this engine; may be empty. */
  readonly externalUrl: string;
  readonly resendDelayMs: number;
  readonly gracePeriodMs: number;
  readonly outageToleranceMs: number;
  readonly notify: (alerts: readonly OutgoingAlert[]) => void;
}

/** One evaluation of a group. */
export interface Evaluation {
  readonly atMs: number;
  /** Queries look this far back, and what they give is written there. */
  readonly queryOffsetMs: number;
  readonly limit: number;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}
/** A rule with what it remembers. */
export interface RuleRunner {
  /** Evaluates once; answers the samples to write. Rejects with whatever kept it from its answer, and then nothing has changed. */
  evaluate(evaluation: Evaluation): Promise<readonly RuleSample[]>;
}
