import { resolve } from 'node:path';
import type { Labels } from '../query-result.ts';
import { type AlertmanagerConfig, toAlertmanager } from './alertmanager-config.ts';
import { CollectorConfigError } from './config-error.ts';
import { configProblems } from './config-problems.ts';
import { CONFIG_SCHEMA, GLOBAL_SCHEMA, type GlobalConfig } from './config-schema.ts';
import { readYaml } from './read-yaml.ts';
import type { ReadingContext } from './reading-context.ts';
import type { RelabelRule } from './relabel-rule.ts';
import type { ScrapeJob } from './scrape-job.ts';
import { toRelabelRules } from './to-relabel-rules.ts';
import { DEFAULT_INTERVAL_MS, toScrapeJob } from './to-scrape-job.ts';

/** What the configuration says, ready to be acted on. */
export interface CollectorConfig {
  readonly jobs: readonly ScrapeJob[];
  /** Globs of the files with recording and alerting rules. */
  readonly ruleFiles: readonly string[];
  readonly evaluationIntervalMs: number;
  /** How far back rules look, so that late samples are there. */
  readonly ruleQueryOffsetMs: number;
  /** Labels that alerts get on their way out. */
  readonly externalLabels: Labels;
  readonly alertRelabelRules: readonly RelabelRule[];
  readonly alertmanagers: readonly AlertmanagerConfig[];
}

/** Where the configuration comes from. */
export interface ConfigOrigin {
  /** The folder from which its relative paths are meant; the working directory when absent. */
  readonly folder?: string;
}

/**
 * Reads the configuration, in Prometheus' own YAML.
 *
 * Throws CollectorConfigError with every problem and its path; a problem never shows a secret. Keys that Prometheus knows and the engine
 * does not act on are refused by name, all others with the key that was probably meant.
 */
export function parseCollectorConfig(yaml: string, { folder = '' }: ConfigOrigin = {}): CollectorConfig {
  const reading = readYaml(yaml);
  if (!reading.ok) throw new CollectorConfigError([reading.problem]);
  const result = CONFIG_SCHEMA.safeParse(reading.value ?? {});
  if (!result.success) throw new CollectorConfigError(configProblems(CONFIG_SCHEMA, result.error.issues));
  const problems: string[] = [];
  const config = toConfig(result.data, contextAt(folder, problems));
  problems.push(...repeatedNames(config.jobs));
  if (problems.length > 0) throw new CollectorConfigError(problems);
  return config;
}

type At = (path: string) => ReadingContext;

function contextAt(folder: string, problems: string[]): At {
  return (path) => ({ path, note: (problem) => problems.push(problem), resolve: (file) => resolve(folder, file) });
}

function toConfig(keys: ReturnType<typeof CONFIG_SCHEMA.parse>, at: At): CollectorConfig {
  const { rule_files: ruleFiles, alerting, scrape_configs: jobs } = keys;
  const global = keys.global ?? GLOBAL_SCHEMA.parse({});
  checkTimes(global, at('global'));
  return {
    jobs: jobs.map((job, index) => toScrapeJob(job, global, at(`scrape_configs.${index}`))),
    ruleFiles: ruleFiles.map((pattern) => at('rule_files').resolve(pattern)),
    evaluationIntervalMs: global.evaluation_interval,
    ruleQueryOffsetMs: global.rule_query_offset ?? 0,
    externalLabels: global.external_labels,
    alertRelabelRules: toRelabelRules(alerting?.alert_relabel_configs ?? [], at('alerting.alert_relabel_configs')),
    alertmanagers: (alerting?.alertmanagers ?? []).map((each, index) => toAlertmanager(each, at(`alerting.alertmanagers.${index}`))),
  };
}

function checkTimes(
  { scrape_interval: intervalMs = DEFAULT_INTERVAL_MS, scrape_timeout: timeoutMs = 0 }: GlobalConfig,
  { path, note }: ReadingContext,
): void {
  if (timeoutMs > intervalMs) note(`${path}.scrape_timeout: ${timeoutMs} ms is longer than the interval of ${intervalMs} ms`);
}

function repeatedNames(jobs: readonly ScrapeJob[]): readonly string[] {
  const names = jobs.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [`scrape_configs.${index}.job_name: ${name} is the name of another job, too`] : [],
  );
}
