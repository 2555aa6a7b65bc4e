import { parse as parseYaml, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { CollectorConfigError } from './config-error.ts';
import { CONFIG_SCHEMA, type GlobalConfig, JOB_SCHEMA, type JobConfig, RELABEL_SCHEMA, type RelabelConfig } from './config-schema.ts';
import { isUnsupportedKey } from './known-keys.ts';
import { nearestWord } from './nearest-word.ts';
import { type RelabelRule, toRelabelRule } from './relabel-rule.ts';
import type { ScrapeJob } from './scrape-job.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Reads the scrape configuration, in Prometheus' own YAML.
 *
 * Throws CollectorConfigError with every problem and its path. Keys that Prometheus knows and the collector does not act on are
 * refused by name, all others with the key that was probably meant.
 */
export function parseCollectorConfig(yaml: string): readonly ScrapeJob[] {
  const result = CONFIG_SCHEMA.safeParse(readYaml(yaml) ?? {});
  if (!result.success) throw new CollectorConfigError(result.error.issues.flatMap(describeIssue));
  const { global, scrape_configs: configs } = result.data;
  const problems: string[] = [];
  const jobs = configs.map((config, index) => toJob(config, global, `scrape_configs.${index}`, problems));
  problems.push(...repeatedNames(jobs));
  if (problems.length > 0) throw new CollectorConfigError(problems);
  return jobs;
}

function readYaml(yaml: string): unknown {
  try {
    return parseYaml(yaml);
  } catch (error) {
    if (error instanceof YAMLParseError) throw new CollectorConfigError([error.message]);
    throw error;
  }
}

function toJob(config: JobConfig, global: GlobalConfig, path: string, problems: string[]): ScrapeJob {
  const intervalMs = config.scrape_interval ?? global.scrape_interval;
  const timeoutMs = config.scrape_timeout ?? Math.min(global.scrape_timeout ?? DEFAULT_TIMEOUT_MS, intervalMs);
  if (timeoutMs > intervalMs) problems.push(`${path}.scrape_timeout: ${timeoutMs} ms is longer than the interval of ${intervalMs} ms`);
  return {
    name: config.job_name,
    intervalMs,
    timeoutMs,
    honorLabels: config.honor_labels,
    honorTimestamps: config.honor_timestamps,
    trackTimestampsStaleness: false,
    limits: {
      sampleLimit: positive(config.sample_limit ?? global.sample_limit),
      bodySizeLimit: positive(config.body_size_limit ?? global.body_size_limit),
      labelLimit: undefined,
      labelNameLengthLimit: undefined,
      labelValueLengthLimit: undefined,
      targetLimit: undefined,
    },
    http: { followRedirects: true, enableCompression: true },
    relabelRules: toRules(config.relabel_configs, `${path}.relabel_configs`, problems),
    metricRelabelRules: toRules(config.metric_relabel_configs, `${path}.metric_relabel_configs`, problems),
    baseLabels: new Map([
      ['job', config.job_name],
      ['__scheme__', config.scheme],
      ['__metrics_path__', config.metrics_path],
    ]),
    params: config.params,
    targets: config.static_configs.flatMap(({ targets, labels }) => targets.map((address) => ({ address, labels }))),
  };
}

/** Zero is Prometheus' word for no limit. */
function positive(limit: number | undefined): number | undefined {
  return limit === 0 ? undefined : limit;
}

function toRules(configs: readonly RelabelConfig[], path: string, problems: string[]): readonly RelabelRule[] {
  return configs.flatMap((config, index) => {
    try {
      return [toRelabelRule(config)];
    } catch (error) {
      problems.push(`${path}.${index}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
}

function repeatedNames(jobs: readonly ScrapeJob[]): readonly string[] {
  const names = jobs.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [`scrape_configs.${index}.job_name: ${name} is the name of another job, too`] : [],
  );
}

function describeIssue(issue: z.core.$ZodIssue): readonly string[] {
  const path = issue.path.map(String);
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => `${path.join('.')}: ${message}`);
  if (issue.code !== 'unrecognized_keys') return [`${path.join('.') || 'the file'}: ${issue.message}`];
  return issue.keys.map((key) => `${[...path, key].join('.')}: ${describeKey(key, keysAt(path))}`);
}

function describeKey(key: string, lawful: readonly string[]): string {
  if (isUnsupportedKey(key))
    return 'Prometheus knows this key, the embedded collector does not support it; take it out of the file that the collector reads';
  const meant = nearestWord(key, lawful);
  return `unknown key${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

/** The keys that may stand at a path. */
function keysAt(path: readonly string[]): readonly string[] {
  if (path.includes('static_configs')) return ['targets', 'labels'];
  if (path.some((each) => each.endsWith('relabel_configs'))) return Object.keys(RELABEL_SCHEMA.unwrap().shape);
  if (path[0] === 'scrape_configs') return Object.keys(JOB_SCHEMA.unwrap().shape);
  if (path[0] === 'global') return ['scrape_interval', 'scrape_timeout', 'sample_limit', 'body_size_limit'];
  return ['global', 'scrape_configs'];
}
