import { formatDuration } from '../promql/duration.ts';
import type { GlobalConfig, JobConfig, SharedConfig } from './config-schema.ts';
import type { DiscoveryConfig } from './discovery/discovery-config.ts';
import { below, type ReadingContext } from './reading-context.ts';
import type { ScrapeJob } from './scrape-job.ts';
import type { ScrapeLimits } from './scrape-limits.ts';
import { staticProblems } from './static-targets.ts';
import { toDiscoveries } from './to-discoveries.ts';
import { toHttpClient } from './to-http-client.ts';
import { toRelabelRules } from './to-relabel-rules.ts';

/** Between two scrapes, where the configuration does not say; Prometheus' own default, as is the timeout. */
export const DEFAULT_INTERVAL_MS = 60_000;
const DEFAULT_TIMEOUT_MS = 10_000;

/** Makes a job of its keys and those that stand under global for all jobs. */
export function toScrapeJob(keys: JobConfig, global: GlobalConfig, context: ReadingContext): ScrapeJob {
  const job = jobOf(keys, global, context);
  // Rules that were refused are missing, so that targets can't be judged yet.
  if (job.relabelRules.length === keys.relabel_configs.length)
    for (const problem of new Set(staticProblems(job, job.targets))) context.note(`${context.path}.static_configs: ${problem}`);
  return job;
}

function jobOf(keys: JobConfig, global: GlobalConfig, context: ReadingContext): ScrapeJob {
  const shared = { ...definedOf(global), ...definedOf(keys) };
  const times = timesOf(keys, global, context);
  return {
    name: keys.job_name,
    ...times,
    honorLabels: keys.honor_labels,
    honorTimestamps: keys.honor_timestamps,
    trackTimestampsStaleness: keys.track_timestamps_staleness,
    limits: limitsOf(shared),
    http: toHttpClient(keys, keys.enable_compression, context),
    ...(shared.scrape_protocols === undefined ? {} : { scrapeProtocols: shared.scrape_protocols }),
    ...(keys.fallback_scrape_protocol === undefined ? {} : { fallbackProtocol: keys.fallback_scrape_protocol }),
    relabelRules: toRelabelRules(keys.relabel_configs, below(context, 'relabel_configs')),
    metricRelabelRules: toRelabelRules(keys.metric_relabel_configs, below(context, 'metric_relabel_configs')),
    baseLabels: baseLabelsOf(keys, times),
    params: keys.params,
    keepDroppedTargets: positive(shared.keep_dropped_targets),
    targets: keys.static_configs.flatMap(({ targets, labels }) => targets.map((address) => ({ address, labels }))),
    discoveries: discoveriesOf(keys, context),
  };
}

/** The keys that are written; those of a job go before those for all. */
function definedOf(keys: SharedConfig): Partial<SharedConfig> {
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
}

type Times = Pick<ScrapeJob, 'intervalMs' | 'timeoutMs'>;

/** A timeout that stands under global is cut to a shorter interval of the job; one of the job's own must fit. */
function timesOf(keys: JobConfig, global: GlobalConfig, { path, note }: ReadingContext): Times {
  const intervalMs = keys.scrape_interval ?? global.scrape_interval ?? DEFAULT_INTERVAL_MS;
  const timeoutMs = keys.scrape_timeout ?? Math.min(global.scrape_timeout ?? DEFAULT_TIMEOUT_MS, intervalMs);
  if (timeoutMs > intervalMs) note(`${path}.scrape_timeout: ${timeoutMs} ms is longer than the interval of ${intervalMs} ms`);
  return { intervalMs, timeoutMs };
}

function limitsOf(keys: Partial<SharedConfig>): ScrapeLimits {
  return {
    sampleLimit: positive(keys.sample_limit),
    bodySizeLimit: positive(keys.body_size_limit),
    labelLimit: positive(keys.label_limit),
    labelNameLengthLimit: positive(keys.label_name_length_limit),
    labelValueLengthLimit: positive(keys.label_value_length_limit),
    targetLimit: positive(keys.target_limit),
  };
}

/** Zero is Prometheus' word for no limit. */
function positive(limit: number | undefined): number | undefined {
  return limit === 0 ? undefined : limit;
}

function baseLabelsOf(keys: JobConfig, { intervalMs, timeoutMs }: Times): ReadonlyMap<string, string> {
  return new Map([
    ['job', keys.job_name],
    ['__scrape_interval__', formatDuration(intervalMs)],
    ['__scrape_timeout__', formatDuration(timeoutMs)],
    ['__metrics_path__', keys.metrics_path],
    ['__scheme__', keys.scheme],
  ]);
}

function discoveriesOf(keys: JobConfig, context: ReadingContext): readonly DiscoveryConfig[] {
  return toDiscoveries({ files: keys.file_sd_configs, kubernetes: keys.kubernetes_sd_configs }, context);
}
