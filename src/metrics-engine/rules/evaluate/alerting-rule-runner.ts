import { labelsKey, METRIC_NAME, toLabels } from '../../promql/labels.ts';
import type { InstantSeries, Labels } from '../../query-result.ts';
import { readRuleExpression } from '../file/rule-expression.ts';
import type { AlertingRule } from '../file/rule-file.ts';
import { alertTemplate, alertTemplateData } from '../template/alert-template.ts';
import { encodeQuery } from '../template/builtin-functions.ts';
import { compileTemplate } from '../template/expand-template.ts';
import { TemplateError } from '../template/template-error.ts';
import { labelTable, type TemplateSample } from '../template/template-value.ts';
import { advanceAlerts } from './advance-alerts.ts';
import type { Alerts, SeenAlert } from './alert.ts';
import { alertSamples, forStateLabels } from './alert-samples.ts';
import { isDue, toOutgoing } from './outgoing-alert.ts';
import { restoredActiveAt } from './restored-active-at.ts';
import type { Evaluation, RuleRunner, RuleSettings } from './rule-runner.ts';
import type { RuleSample } from './rule-store.ts';
import { ruleVector } from './rule-vector.ts';

/** An alerting rule with its alerts. */
export interface AlertingRuleRunner extends RuleRunner {
  alerts(): Alerts;
  /** From now on ALERTS is written; before, what a former run wrote would be lost. */
  markRestored(): void;
  /** Takes over since when alerts hold from the series that a former run wrote, then writes them itself. */
  restore(nowMs: number): void;
}

type Expand = (found: InstantSeries, query: Query, atMs: number) => Promise<string>;
type Query = (expression: string) => Promise<readonly TemplateSample[]>;

/** Makes a rule ready; it has no alerts yet. */
export function alertingRuleRunner(rule: AlertingRule, settings: RuleSettings): AlertingRuleRunner {
  const query = readRuleExpression(rule.expression).text;
  const generatorUrl = `${settings.externalUrl}/graph?g0.expr=${encodeQuery(query)}&g0.tab=1`;
  const [labels, annotations] = [rule.labels, rule.annotations].map((table) => expandersOf(rule.name, table, settings));
  let alerts: Alerts = new Map();
  let isRestored = false;

  async function seenAlerts(answer: readonly InstantSeries[], ask: Query, atMs: number): Promise<ReadonlyMap<string, SeenAlert>> {
    const seen = new Map<string, SeenAlert>();
    for (const series of answer) {
      const own = await expandAll(labels ?? [], series, ask, atMs);
      const alertLabels = toLabels([...Object.entries(series.labels), [METRIC_NAME, ''], ...own, ['alertname', rule.name]]);
      const key = labelsKey(alertLabels);
      if (seen.has(key)) throw new Error('vector contains metrics with the same labelset after applying alert labels');
      const texts = Object.fromEntries(await expandAll(annotations ?? [], series, ask, atMs));
      seen.set(key, { labels: alertLabels, annotations: texts, value: series.sample[1] });
    }
    return seen;
  }

  function send({ atMs, intervalMs }: Evaluation): void {
    const { resendDelayMs, notify } = settings;
    const due = [...alerts].filter(([, alert]) => isDue(alert, atMs, resendDelayMs));
    if (due.length === 0) return;
    alerts = new Map([...alerts, ...due.map(([key, alert]) => [key, { ...alert, lastSentAtMs: atMs }] as const)]);
    notify(due.map(([, alert]) => toOutgoing(alert, { resendDelayMs, intervalMs, generatorUrl }, atMs)));
  }

  return {
    evaluate: async (evaluation) => {
      const { atMs, queryOffsetMs, limit, signal } = evaluation;
      const ask = async (expression: string) => ruleVector(await settings.source.query(expression, atMs - queryOffsetMs, signal));
      const seen = await seenAlerts(await ask(query), async (expression) => (await ask(expression)).map(toTemplateSample), atMs);
      alerts = advanceAlerts(alerts, seen, rule, atMs);
      const active = [...alerts.values()].filter(({ state }) => state !== 'inactive');
      if (limit > 0 && active.length > limit) {
        alerts = new Map();
        throw new Error(`exceeded limit of ${limit} with ${active.length} alerts`);
      }
      send(evaluation);
      return isRestored ? active.flatMap((alert): readonly RuleSample[] => alertSamples(rule, alert)) : [];
    },
    alerts: () => alerts,
    markRestored: () => {
      isRestored = true;
    },
    restore: (nowMs) => {
      isRestored = true;
      const { store, gracePeriodMs, outageToleranceMs } = settings;
      // A rule that waits for less than the grace period fires sooner from the start than it would restored.
      if (rule.forMs < gracePeriodMs) return;
      const restored = [...alerts].flatMap(([key, alert]) => {
        const newest = alert.state === 'inactive' ? undefined : store.newest(forStateLabels(rule, alert), nowMs - outageToleranceMs, nowMs);
        if (newest === undefined) return [];
        return [[key, { ...alert, activeAtMs: restoredActiveAt(newest, { forMs: rule.forMs, gracePeriodMs }, nowMs) }] as const];
      });
      alerts = new Map([...alerts, ...restored]);
    },
  };
}

function toTemplateSample({ labels, sample: [, value] }: InstantSeries): TemplateSample {
  return { kind: 'sample', labels: labelTable(labels), value };
}

function expandersOf(alertName: string, table: Labels, settings: RuleSettings): readonly (readonly [string, Expand])[] {
  return Object.entries(table).map(([name, text]) => [name, expanderOf(alertName, text, settings)] as const);
}

/** A text that does not expand says why in its place: an alert with a bad annotation is better than none. */
function expanderOf(alertName: string, text: string, { externalLabels, externalUrl }: RuleSettings): Expand {
  if (!text.includes('{{')) return async () => text;
  const expand = compileTemplate(alertTemplate(alertName, text));
  return async ({ labels, sample: [, value] }, query, atMs) => {
    const data = alertTemplateData({ labels, value, externalLabels, externalUrl });
    try {
      return await expand({ data, externalUrl, atMs, query });
    } catch (error) {
      if (error instanceof TemplateError) return `<error expanding template: ${error.message}>`;
      throw error;
    }
  };
}

async function expandAll(
  texts: readonly (readonly [string, Expand])[],
  series: InstantSeries,
  query: Query,
  atMs: number,
): Promise<readonly (readonly [string, string])[]> {
  const expanded: (readonly [string, string])[] = [];
  for (const [name, expand] of texts) expanded.push([name, await expand(series, query, atMs)]);
  return expanded;
}
