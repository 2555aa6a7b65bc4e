import { METRIC_NAME, toLabels } from '../../promql/labels.ts';
import type { Labels } from '../../query-result.ts';
import type { AlertingRule } from '../file/rule-file.ts';
import type { Alert } from './alert.ts';
import type { RuleSample } from './rule-store.ts';

type Named = Pick<AlertingRule, 'name' | 'labels'>;

/** The series that tell of an alert that is pending or fires: ALERTS with its state, and ALERTS_FOR_STATE with the second since which it holds. */
export function alertSamples(rule: Named, alert: Alert): readonly RuleSample[] {
  return [
    { labels: stateLabels(rule, alert), value: 1 },
    { labels: forStateLabels(rule, alert), value: Math.floor(alert.activeAtMs / 1000) },
  ];
}

function stateLabels({ name, labels }: Named, alert: Alert): Labels {
  return toLabels([
    ...Object.entries(labels),
    ...Object.entries(alert.labels),
    [METRIC_NAME, 'ALERTS'],
    ['alertname', name],
    ['alertstate', alert.state],
  ]);
}

/** The labels of the series from which a restart learns since when an alert holds. */
export function forStateLabels({ name, labels }: Named, alert: Pick<Alert, 'labels'>): Labels {
  return toLabels([...Object.entries(labels), ...Object.entries(alert.labels), [METRIC_NAME, 'ALERTS_FOR_STATE'], ['alertname', name]]);
}
