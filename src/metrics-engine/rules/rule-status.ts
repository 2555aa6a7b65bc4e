import type { Labels } from '../query-result.ts';
import type { Alert } from './evaluate/alert.ts';
import type { GroupRule, GroupRunner, RuleHealth } from './evaluate/group-runner.ts';

/** An alert that is pending or fires. */
export interface ActiveAlert {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly state: 'pending' | 'firing';
  readonly activeAtMs: number;
  /** Set while it fires only because of keep_firing_for. */
  readonly keepFiringSinceMs: number | undefined;
  readonly value: number;
}

interface CommonStatus extends RuleHealth {
  readonly name: string;
  readonly query: string;
  readonly labels: Labels;
}

/** A rule as /api/v1/rules shows it. */
export type RuleStatus =
  | (CommonStatus & { readonly kind: 'recording' })
  | (CommonStatus & {
      readonly kind: 'alerting';
      /** The worst of its alerts; `unknown` before the first evaluation. */
      readonly state: 'unknown' | 'inactive' | 'pending' | 'firing';
      readonly forSeconds: number;
      readonly keepFiringForSeconds: number;
      readonly annotations: Labels;
      readonly alerts: readonly ActiveAlert[];
    });

/** A group as /api/v1/rules shows it. */
export interface RuleGroupStatus {
  readonly name: string;
  readonly file: string;
  readonly intervalSeconds: number;
  /** 0: none. */
  readonly limit: number;
  readonly evaluationSeconds: number;
  /** undefined before the first. */
  readonly lastEvaluationMs: number | undefined;
  /** Evaluations that were left out, because one took longer than the interval. */
  readonly missedIterations: number;
  readonly rules: readonly RuleStatus[];
}

/** How a group and its rules fare. */
export function groupStatus(runner: GroupRunner, missedIterations: number): RuleGroupStatus {
  const { group, intervalMs, evaluationSeconds, lastEvaluationMs } = runner;
  return {
    name: group.name,
    file: group.file,
    intervalSeconds: intervalMs / 1000,
    limit: group.limit,
    evaluationSeconds,
    lastEvaluationMs,
    missedIterations,
    rules: runner.rules().map(ruleStatus),
  };
}

function ruleStatus({ rule, query, health, alerting }: GroupRule): RuleStatus {
  const common = { name: rule.name, query, labels: rule.labels, ...health };
  if (rule.kind === 'recording') return { kind: 'recording', ...common };
  const alerts = activeAlerts([...(alerting?.alerts().values() ?? [])]);
  return {
    kind: 'alerting',
    ...common,
    state: health.lastEvaluationMs === undefined ? 'unknown' : worstState(alerts),
    forSeconds: rule.forMs / 1000,
    keepFiringForSeconds: rule.keepFiringForMs / 1000,
    annotations: rule.annotations,
    alerts,
  };
}

function worstState(alerts: readonly ActiveAlert[]): 'inactive' | 'pending' | 'firing' {
  if (alerts.some(({ state }) => state === 'firing')) return 'firing';
  return alerts.length > 0 ? 'pending' : 'inactive';
}

/** Those of a rule's alerts that are pending or fire. */
export function activeAlerts(alerts: readonly Alert[]): readonly ActiveAlert[] {
  return alerts.flatMap(({ labels, annotations, state, activeAtMs, keepFiringSinceMs, value }) =>
    state === 'inactive' ? [] : [{ labels, annotations, state, activeAtMs, keepFiringSinceMs, value }],
  );
}
