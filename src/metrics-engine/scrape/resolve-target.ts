import { parseDuration } from '../promql/duration.ts';
import { toLabels } from '../promql/labels.ts';
import type { Labels } from '../query-result.ts';
import { relabel } from './relabel.ts';
import type { ScrapeJob } from './scrape-job.ts';
import { targetUrl } from './target-url.ts';

/** Where a target is scraped, and the labels that each of its series gets. */
export interface ResolvedTarget {
  readonly url: string;
  readonly labels: Labels;
}

/** What becomes of a target by relabelling. */
export type TargetResolution =
  | { readonly kind: 'kept'; readonly target: ResolvedTarget; readonly intervalMs: number; readonly timeoutMs: number }
  | { readonly kind: 'dropped' }
  /** It is left without an address, or with times, that could be used. */
  | { readonly kind: 'refused'; readonly problem: string };

/** Applies a job's relabelling to a target as it was found. `instance` is the address unless a rule or label sets it. */
export function resolveTarget(job: ScrapeJob, discovered: Labels): TargetResolution {
  const kept = relabel(new Map(Object.entries(discovered)), job.relabelRules);
  if (kept === undefined) return { kind: 'dropped' };
  const address = kept.get('__address__') ?? '';
  const url = targetUrl(job, kept);
  if (url === undefined)
    return refused(`the target ${JSON.stringify(address)} of the job ${job.name} is not an address such as 127.0.0.1:8000`);
  const times = timesOf(kept);
  if ('problem' in times) return refused(`the target ${address} of the job ${job.name}: ${times.problem}`);
  const visible = [...kept].filter(([name]) => !name.startsWith('__'));
  return { kind: 'kept', target: { url, labels: toLabels([['instance', address], ...visible]) }, ...times };
}

function refused(problem: string): TargetResolution {
  return { kind: 'refused', problem };
}

type Times = { readonly intervalMs: number; readonly timeoutMs: number } | { readonly problem: string };

function timesOf(labels: ReadonlyMap<string, string>): Times {
  const interval = labels.get('__scrape_interval__') ?? '';
  const timeout = labels.get('__scrape_timeout__') ?? '';
  const [intervalMs, timeoutMs] = [parseDuration(interval), parseDuration(timeout)];
  if (intervalMs === undefined) return { problem: `error parsing scrape interval: ${noDuration(interval)}` };
  if (intervalMs === 0) return { problem: 'scrape interval cannot be 0' };
  if (timeoutMs === undefined) return { problem: `error parsing scrape timeout: ${noDuration(timeout)}` };
  if (timeoutMs === 0) return { problem: 'scrape timeout cannot be 0' };
  if (timeoutMs > intervalMs)
    return { problem: `scrape timeout cannot be greater than scrape interval (${JSON.stringify(timeout)} > ${JSON.stringify(interval)})` };
  return { intervalMs, timeoutMs };
}

function noDuration(text: string): string {
  return text === '' ? 'empty duration string' : `not a valid duration string: ${JSON.stringify(text)}`;
}
