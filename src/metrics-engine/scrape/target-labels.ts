import { labelValue, METRIC_NAME, toLabels } from '../promql/labels.ts';
import type { Labels } from '../query-result.ts';
import { relabel } from './relabel.ts';
import type { ScrapeJob } from './scrape-job.ts';

type LabelRules = Pick<ScrapeJob, 'honorLabels' | 'metricRelabelRules'>;

/**
 * The labels that a scraped series has in the store: its own and its target's, relabelled; undefined when a rule drops it.
 *
 * A label that both have is the target's and the series' own becomes `exported_…`; with honor_labels it stays the series' own.
 * Throws Error when relabelling leaves no metric name.
 */
export function storedLabels(scraped: Labels, target: Labels, { honorLabels, metricRelabelRules }: LabelRules): Labels | undefined {
  const merged = honorLabels ? new Map([...Object.entries(target), ...Object.entries(scraped)]) : withTargetLabels(scraped, target);
  if (metricRelabelRules.length === 0) return toLabels(merged);
  const kept = relabel(merged, metricRelabelRules);
  if (kept === undefined) return undefined;
  if (!kept.has(METRIC_NAME)) throw new Error(`metric_relabel_configs leave the series ${labelValue(scraped, '__name__')} without a name`);
  return toLabels(kept);
}

function withTargetLabels(scraped: Labels, target: Labels): ReadonlyMap<string, string> {
  const merged = new Map(Object.entries(scraped));
  const displaced: [string, string][] = [];
  for (const [name, value] of Object.entries(target)) {
    const own = merged.get(name);
    if (own !== undefined) displaced.push([name, own]);
    merged.set(name, value);
  }
  for (const [name, value] of displaced) merged.set(freeName(`exported_${name}`, merged), value);
  return merged;
}

function freeName(name: string, taken: ReadonlyMap<string, string>): string {
  return taken.has(name) ? freeName(`exported_${name}`, taken) : name;
}
