import type { Labels } from '../../query-result.ts';
import { labelTable, type TemplateData } from './template-value.ts';

/** A template's name, as messages show it, and its text. */
export interface NamedTemplate {
  readonly name: string;
  readonly source: string;
}

// Columns in messages count these, too, as they do in Prometheus.
const SHORTHANDS = '{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}';

/** The template of a label or annotation of an alert, with the variables that Prometheus declares for it. */
export function alertTemplate(alertName: string, text: string): NamedTemplate {
  return { name: `__alert_${alertName}`, source: SHORTHANDS + text };
}

/** What the templates of an alert are about: the labels and value of a series of its expression. */
export function alertTemplateData(given: {
  readonly labels: Labels;
  readonly value: number;
  readonly externalLabels: Labels;
  readonly externalUrl: string;
}): TemplateData {
  const { labels, value, externalLabels, externalUrl } = given;
  return { kind: 'data', labels: labelTable(labels), externalLabels: labelTable(externalLabels), externalUrl, value };
}
