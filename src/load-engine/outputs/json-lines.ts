import { parseMetricKey } from '../metrics/metric-key.ts';
import type { MetricDeclaration, Tags } from '../virtual-user.ts';
import type { OutputStart, Sample } from './load-output.ts';
import { rfc3339 } from './rfc3339.ts';

/** The part of a metric that a threshold is about, as the stream names it. */
interface SubMetricLine {
  readonly name: string;
  readonly suffix: string;
  readonly tags: Tags;
  readonly thresholds: readonly string[];
}

/** The line that declares a metric: https://grafana.com/docs/k6/latest/results-output/real-time/json/. */
export function metricLine({ name, type, contains }: MetricDeclaration, thresholds: OutputStart['thresholds']): string {
  const submetrics = Object.entries(thresholds).flatMap(([key, expressions]) => submetricOf(name, key, expressions));
  const data = {
    name,
    type,
    contains,
    tainted: null,
    thresholds: thresholds[name] ?? [],
    submetrics: submetrics.length === 0 ? null : submetrics,
  };
  return `${JSON.stringify({ type: 'Metric', data, metric: name })}\n`;
}

function submetricOf(metric: string, name: string, thresholds: readonly string[]): readonly SubMetricLine[] {
  const reading = parseMetricKey(name);
  if (!reading.ok || reading.key.name !== metric || Object.keys(reading.key.tags).length === 0) return [];
  return [{ name, suffix: name.slice(name.indexOf('{') + 1, name.lastIndexOf('}')), tags: reading.key.tags, thresholds }];
}

/** Makes the function that writes samples as lines of JSON; tags are the same object for many samples, and written out once. */
export function pointLines(): (sample: Sample) => string {
  const [time, tagsText] = [rfc3339(), jsonOfTags()];
  return ({ metric, value, tags, atMs, metadata }) => {
    const about = metadata === undefined ? '' : `,"metadata":${JSON.stringify(metadata)}`;
    return `{"type":"Point","data":{"time":"${time(atMs)}","value":${value},"tags":${tagsText(tags)}${about}},"metric":"${metric.name}"}\n`;
  };
}

function jsonOfTags(): (tags: Tags) => string {
  const known = new WeakMap<Tags, string>();
  return (tags) => {
    let text = known.get(tags);
    if (text === undefined) {
      text = Object.keys(tags).length === 0 ? 'null' : JSON.stringify(tags);
      known.set(tags, text);
    }
    return text;
  };
}
