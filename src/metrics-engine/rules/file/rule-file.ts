import type { Labels } from '../../query-result.ts';

/** A rule whose answer is written as series of its name. */
export interface RecordingRule {
  readonly kind: 'recording';
  readonly name: string;
  /** As the file has it. */
  readonly expression: string;
  /** The group's labels and its own; its own win. */
  readonly labels: Labels;
}

/** A rule whose answer says what is wrong, a series an alert. */
export interface AlertingRule {
  readonly kind: 'alerting';
  readonly name: string;
  readonly expression: string;
  /** How long the expression must hold before an alert fires. */
  readonly forMs: number;
  /** How long an alert goes on firing after the expression holds no more. */
  readonly keepFiringForMs: number;
  /** Templates, as are the annotations. The group's labels and its own; its own win. */
  readonly labels: Labels;
  readonly annotations: Labels;
}

export type Rule = RecordingRule | AlertingRule;

/** Rules that are evaluated one after the other, at one timestamp. */
export interface RuleGroup {
  readonly name: string;
  /** The file that it stands in, as messages and the API show it. */
  readonly file: string;
  /** undefined: the manager's own interval. */
  readonly intervalMs: number | undefined;
  /** The most series or alerts that one rule may give; 0 is no limit. */
  readonly limit: number;
  /** How far in the past the rules are evaluated; undefined: the manager's own offset. */
  readonly queryOffsetMs: number | undefined;
  readonly rules: readonly Rule[];
}

/** A file of rules that was read and found lawful. */
export interface RuleFile {
  readonly name: string;
  readonly groups: readonly RuleGroup[];
}
