import { toLabels } from '../promql/labels.ts';
import type { Labels } from '../query-result.ts';
import type { TargetGroup } from './discovery/discovery.ts';
import type { ScrapeJob } from './scrape-job.ts';

/**
 * The labels that a target has before relabelling: its own, else its group's, else the job's (`job`, `__scheme__`, `__metrics_path__`,
 * `__scrape_interval__`, `__scrape_timeout__`), and `__param_<name>` with the first value of each parameter. Source: Prometheus.
 */
export function discoveredLabels({ baseLabels, params }: ScrapeJob, target: Labels, group: TargetGroup['labels']): Labels {
  const own = [...notEmpty(baseLabels), ...notEmpty(Object.entries(group)), ...notEmpty(Object.entries(target))];
  const parameters = Object.entries(params).flatMap(([name, [first]]) =>
    first === undefined ? [] : [[`__param_${name}`, first] as const],
  );
  return toLabels([...own, ...parameters]);
}

/** An empty label is none, so it hides no other. */
function notEmpty(labels: Iterable<readonly [name: string, value: string]>): readonly (readonly [name: string, value: string])[] {
  return [...labels].filter(([, value]) => value !== '');
}
