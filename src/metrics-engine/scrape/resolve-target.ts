import { toLabels } from '../promql/labels.ts';
import type { Labels } from '../query-result.ts';
import { relabel } from './relabel.ts';
import type { ScrapeJob, StaticTarget } from './scrape-job.ts';

/** Where a target is scraped, and the labels that each of its series gets. */
export interface ResolvedTarget {
  readonly url: string;
  readonly labels: Labels;
}

/**
 * Applies a job's relabelling to a target; undefined when a rule drops it. `instance` is the address unless a rule or label sets it.
 *
 * Throws Error when no address is left or no URL can be made of it.
 */
export function resolveTarget(job: ScrapeJob, { address, labels }: StaticTarget): ResolvedTarget | undefined {
  const discovered = new Map([...job.baseLabels, ...paramLabels(job), ['__address__', address] as const, ...Object.entries(labels)]);
  const kept = relabel(discovered, job.relabelRules);
  if (kept === undefined) return undefined;
  const visible = [...kept].filter(([name]) => !name.startsWith('__'));
  const instance = kept.get('instance') ?? kept.get('__address__') ?? '';
  return { url: urlOf(job, kept), labels: toLabels([...visible, ['instance', instance]]) };
}

function paramLabels({ params }: ScrapeJob): readonly (readonly [string, string])[] {
  return Object.entries(params).map(([name, [first]]) => [`__param_${name}`, first ?? ''] as const);
}

function urlOf(job: ScrapeJob, labels: ReadonlyMap<string, string>): string {
  const address = labels.get('__address__') ?? '';
  const text = `${labels.get('__scheme__') ?? 'http'}://${address}${labels.get('__metrics_path__') ?? '/metrics'}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (address === '' || url === undefined || url.username !== '' || /[/?#\s]/.test(address)) {
    throw new Error(`the target ${JSON.stringify(address)} of the job ${job.name} is not an address such as 127.0.0.1:8000`);
  }
  for (const [name, values] of Object.entries(job.params)) {
    const [first, ...others] = values;
    for (const value of [labels.get(`__param_${name}`) ?? first ?? '', ...others]) url.searchParams.append(name, value);
  }
  return url.href;
}
