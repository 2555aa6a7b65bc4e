import { compareText } from '../promql/labels.ts';
import type { ScrapeJob } from './scrape-job.ts';

const PARAMETER = '__param_';

/**
 * Where a target is scraped, by its labels after relabelling: `__scheme__`, `__address__`, `__metrics_path__`, and the job's parameters by name, the
 * first value of each overruled by `__param_<name>`; undefined when its scheme and address make no URL. A rule that removes the path
 * leaves none, as in Prometheus.
 */
export function targetUrl({ params }: Pick<ScrapeJob, 'params'>, labels: ReadonlyMap<string, string>): string | undefined {
  const address = labels.get('__address__') ?? '';
  const base = `${labels.get('__scheme__') ?? ''}://${address}`;
  if (address === '' || /[/?#@\s\\]/.test(address) || !URL.canParse(base)) return undefined;
  const url = new URL(base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  // Whatever stands in the path is meant literally, a question mark and a percent sign, too: parameters come from params alone.
  url.pathname = (labels.get('__metrics_path__') ?? '').replaceAll('%', '%25').replaceAll('\\', '%5C');
  for (const [name, values] of withOverrides(params, labels)) for (const value of values) url.searchParams.append(name, value);
  return url.href;
}

function withOverrides(
  params: ScrapeJob['params'],
  labels: ReadonlyMap<string, string>,
): readonly (readonly [string, readonly string[]])[] {
  const merged = new Map(Object.entries(params));
  for (const [label, value] of labels) {
    if (!label.startsWith(PARAMETER)) continue;
    const name = label.slice(PARAMETER.length);
    merged.set(name, [value, ...(merged.get(name) ?? []).slice(1)]);
  }
  return [...merged].sort(([a], [b]) => compareText(a, b));
}
