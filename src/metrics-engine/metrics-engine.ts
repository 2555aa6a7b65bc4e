import { setImmediate } from 'node:timers/promises';
import type { AskedAt } from './asked-query.ts';
import type { Coverage } from './data-coverage/measure-coverage.ts';
import { type EmbeddedSource, embeddedSource } from './embedded-source.ts';
import { DEFAULT_LIMITS, type EngineLimits } from './engine-limits.ts';
import type { EngineSettings } from './engine-settings.ts';
import { ExemplarStore, type SeriesExemplars } from './exemplars/exemplar-store.ts';
import { type LabelScope, toSeriesScope } from './label-scope.ts';
import { PROMETHEUS_3 } from './promql/evaluate/evaluation.ts';
import type { Labels } from './query-result.ts';
import { loadRuleFiles } from './rules/file/load-rule-files.ts';
import type { RuleFile } from './rules/file/rule-file.ts';
import type { HttpPost } from './rules/notify/http-post.ts';
import { openRules, type RunningRules } from './rules/open-rules.ts';
import { type AddedTarget, Collector } from './scrape/collector.ts';
import { type CollectorClock, systemClock } from './scrape/collector-clock.ts';
import { parseCollectorConfig } from './scrape/collector-config.ts';
import { openDiscovery } from './scrape/discovery/open-discovery.ts';
import type { FetchTarget } from './scrape/fetch-target.ts';
import { httpFetch } from './scrape/http-fetch.ts';
import { MetricMetadata } from './scrape/metric-metadata.ts';
import { type ScrapeCounterName, scrapeCounters } from './scrape/scrape-counters.ts';
import type { StaticTarget } from './scrape/scrape-job.ts';
import type { TargetInventory } from './scrape/target-inventory.ts';
import type { TargetStatus } from './scrape/target-scraper.ts';
import { selectorMatchers } from './selector-matchers.ts';
import { type SeriesWriter, seriesWriter } from './series-writer.ts';
import { MetricStore } from './store/metric-store.ts';

export interface MetricsEngineOptions {
  /** The scrape configuration, in Prometheus' YAML (collector/prometheus.yaml). */
  readonly config: string;
  /** The folder from which the relative paths of the configuration are meant; the working directory when absent. */
  readonly configFolder?: string;
  /** Where the log of samples is kept; without one, samples live in memory alone. */
  readonly folder?: string;
  /** How long samples are kept; 30 days by default, the longest window of an objective. */
  readonly retentionMs?: number;
  /** How many bytes may stand on disk, the oldest go first; without a limit by default. */
  readonly retentionBytes?: number;
  /** Is told when samples can not be written to disk any more, and of each further reason. */
  readonly onDiskProblem?: (problem: string) => void;
  /** How far back an instant selector looks; five minutes by default, as in Prometheus. */
  readonly lookbackMs?: number;
  readonly limits?: Partial<EngineLimits>;
  readonly clock?: CollectorClock;
  /** Asks targets instead of the network. */
  readonly fetch?: FetchTarget;
  /** Rules beside those of the files that the configuration names. */
  readonly rules?: readonly RuleFile[];
  /** Where people reach this engine, for the links in alerts. */
  readonly externalUrl?: string;
  /** Tells Alertmanagers instead of the network. */
  readonly post?: HttpPost;
}

/** What an operator asks first about an engine. */
export interface EngineHealth {
  readonly seriesCount: number;
  /** Bytes of memory that all series take, estimated, and bytes that log and blocks take on disk. */
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** Why the last scrape is not on disk; undefined while all is well. */
  readonly logProblem: string | undefined;
  /** What the log could not give back at the start. */
  readonly replayProblems: readonly string[];
  /** What the collector counted since the start, by name. */
  readonly counters: Readonly<Record<ScrapeCounterName, number>>;
}

/** The embedded Prometheus: collects from targets, keeps, and answers PromQL. */
export interface MetricsEngine {
  readonly source: EmbeddedSource;
  /** Between two scrapes of a target: the longest interval of any job or target, so that whoever waits for two scrapes has two of each target; 0 without jobs. */
  readonly scrapeIntervalMs: number;
  /** Begins to scrape, at the next instant of each job's grid. Throws Error when it runs already. */
  start(): void;
  /** Stops scraping and closes the log; the source goes on answering from memory. */
  stop(): Promise<void>;
  /** A writer of series that are not scraped: of what is measured in this process. */
  writer(): SeriesWriter;
  targets(): readonly TargetStatus[];
  /** The targets that are scraped and those that were dropped, with how they were found and what could not be found. */
  inventory(): TargetInventory;
  /** Adds a target to a job of the configuration while running. Throws Error for an unknown job or an address that is none. */
  addTarget(job: string, target: StaticTarget): AddedTarget;
  /** Recording and alerting rules, their alerts, and how the Alertmanagers take them. */
  readonly rules: RunningRules;
  /** What targets say of their metrics: types, help texts, units. */
  metadata(): MetricMetadata;
  /** The exemplars between two times, both included, of the series that any of the selectors finds. Throws QueryError for what is no selector. */
  exemplars(selectors: readonly string[], startMs: number, endMs: number): readonly SeriesExemplars[];
  health(): EngineHealth;
  readonly settings: EngineSettings;
  /**
   * How much of what a query looks back on there are samples of, so that 30 days after ten minutes says "10 minutes of 30 days". Throws
   * QueryError as a query does.
   */
  coverage(expression: string, asked: AskedAt, signal?: AbortSignal): Promise<Coverage>;
  /** The names of all labels of some series, and the values of one, sorted; of all series without a scope. Throws QueryError for what is no selector. */
  labelNames(scope?: LabelScope): readonly string[];
  labelValues(name: string, scope?: LabelScope): readonly string[];
  /** The labels of every series of a scope, each once, oldest first, whether it has samples now or not. Throws as labelNames does. */
  series(scope: LabelScope): readonly Labels[];
}

const RETENTION_MS = 30 * 86_400_000;
const LOOKBACK_MS = 300_000;

/**
 * Opens an engine: reads the configuration and its rules, then fills the store from the log on disk. Nothing is scraped or evaluated before
 * start().
 *
 * Throws CollectorConfigError for a configuration that is refused, RuleFileError for rules that are, Error for a target without an address,
 * the system's error when the folder can't be used.
 */
export async function openMetricsEngine(options: MetricsEngineOptions): Promise<MetricsEngine> {
  const { folder, retentionMs = RETENTION_MS, lookbackMs = LOOKBACK_MS, clock = systemClock } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const config = parseCollectorConfig(options.config, { folder: options.configFolder ?? '' });
  const { jobs } = config;
  // Read before the store is opened, which nobody would close again if they were refused.
  const loadedRules = await loadRuleFiles(config.ruleFiles);
  const store = new MetricStore({
    folder,
    maxSeries: limits.maxSeries,
    retentionMs,
    ...(options.retentionBytes === undefined ? {} : { retentionBytes: options.retentionBytes }),
    ...(options.onDiskProblem === undefined ? {} : { onProblem: options.onDiskProblem }),
    nowMs: clock.now(),
  });
  const exemplars = new ExemplarStore();
  const metadata = new MetricMetadata();
  const counters = scrapeCounters();
  const fetch = options.fetch ?? httpFetch();
  const collector = new Collector({
    jobs,
    sink: store,
    clock,
    fetch,
    exemplars,
    metadata,
    counters,
    maxSamples: limits.maxSamplesPerScrape,
    maxBytes: limits.maxScrapeBytes,
    onInstant: (atMs) => store.sweep(atMs),
    openDiscovery: (config) => openDiscovery(config, { clock, fetch }),
  });
  const { queryTimeoutMs, maxSamplesPerQuery, maxSamplesPerAnswer } = limits;
  const source = embeddedSource({
    reader: store,
    clock,
    queryTimeoutMs,
    maxSamples: maxSamplesPerQuery,
    maxAnswerSamples: maxSamplesPerAnswer,
    options: { ...PROMETHEUS_3, lookbackMs, defaultStepMs: config.evaluationIntervalMs },
    ...(collector.longestIntervalMs > 0 && { usualIntervalMs: collector.longestIntervalMs }),
    letOthersRun: () => setImmediate(),
  });
  const rules = openRules({ ...options, config, loaded: loadedRules, source, store, clock });
  return {
    source,
    get scrapeIntervalMs() {
      return collector.longestIntervalMs;
    },
    rules,
    start: () => {
      collector.start();
      rules.start();
    },
    async stop() {
      await rules.stop();
      await collector.stop();
      store.close();
      await store.settled();
    },
    writer: () => seriesWriter(store, limits.maxSeries),
    targets: () => collector.targets,
    inventory: () => collector.inventory,
    addTarget: (job, target) => collector.addTarget(job, target),
    metadata: () => metadata,
    exemplars: (selectors, startMs, endMs) => exemplars.select(startMs, endMs, ...selectors.map(selectorMatchers)),
    health: () => ({
      seriesCount: store.seriesCount,
      memoryBytes: store.memoryBytes,
      diskBytes: store.diskBytes,
      logProblem: store.logProblem,
      replayProblems: store.replayProblems,
      counters: counters.values,
    }),
    settings: {
      openedAtMs: clock.now(),
      retentionMs,
      lookbackMs,
      evaluationIntervalMs: config.evaluationIntervalMs,
      limits,
    },
    coverage: (expression, asked, signal) => source.coverage(expression, asked, signal),
    labelNames: (scope = {}) => store.labelNames(toSeriesScope(scope)),
    labelValues: (name, scope = {}) => store.labelValues(name, toSeriesScope(scope)),
    series: (scope) => store.seriesIn(toSeriesScope(scope) ?? {}).map(({ labels }) => labels),
  };
}
