import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { apiHandler } from '../../metrics-engine/http/api-handler.ts';
import { type MetricsEngineOptions, openMetricsEngine } from '../../metrics-engine/metrics-engine.ts';
import { UnreadableFile } from '../../metrics-engine/rules/file/load-rule-files.ts';
import { RuleFileError } from '../../metrics-engine/rules/file/rule-file-error.ts';
import { CollectorConfigError } from '../../metrics-engine/scrape/config-error.ts';
import { type CollectorFigure, collectorFigures } from '../adapters/embedded-metrics/collector-figures.ts';
import { embeddedLiveSeries } from '../adapters/embedded-metrics/embedded-live-series.ts';
import { embeddedMetricsSource } from '../adapters/embedded-metrics/embedded-metrics-source.ts';
import { prometheusSource } from '../adapters/prometheus/prometheus-source.ts';
import type { MetricsApi } from '../api/prometheus-routes.ts';
import { ConfigError } from '../config/config-error.ts';
import type { SluiceConfig } from '../config/sluice-config.ts';
import type { LiveSeries } from '../control/ports/live-series.ts';
import type { QuerySource } from '../control/ports/query-source.ts';

/** A metrics source under way. */
export interface RunningMetrics {
  readonly source: QuerySource;
  /** Between two scrapes of a target. */
  readonly scrapeIntervalMs: number;
  /** Where the series of load runs are kept beside; undefined where the metrics are somebody else's. */
  readonly live: LiveSeries | undefined;
  /** Prometheus' HTTP API on these metrics; undefined where somebody else answers it already. */
  readonly api: MetricsApi | undefined;
  /** What the embedded collector tells of itself; undefined where there is none. */
  readonly figures: (() => readonly CollectorFigure[]) | undefined;
  stop(): Promise<void>;
}

/** A pull request's run is short: a scrape each second gives it enough of them. */
const testScrapeSeconds = 1;

/** The metrics that the configuration names: the embedded collector, which starts to scrape, or a Prometheus that somebody else runs. */
export async function openMetrics({ metrics, state }: SluiceConfig, warn: (message: string) => void): Promise<RunningMetrics> {
  if (metrics.source === 'embedded')
    return startEngine(await readFile(metrics.scrapeFile, 'utf8'), metrics.scrapeFile, warn, {
      configFolder: dirname(metrics.scrapeFile),
      folder: join(state.folder, 'metrics'),
      retentionMs: metrics.retention.seconds * 1000,
      retentionBytes: metrics.retention.bytes,
    });
  const source = prometheusSource({
    baseUrl: metrics.url,
    timeoutMs: 10_000,
    ...(metrics.token === undefined ? {} : { bearerToken: metrics.token.reveal() }),
  });
  return {
    source: byLabels(source),
    scrapeIntervalMs: metrics.scrapeIntervalSeconds * 1000,
    live: undefined,
    api: undefined,
    figures: undefined,
    stop: () => Promise.resolve(),
  };
}

/** The metrics of one service under test, scraped from its /metrics for as long as the run takes, and kept in memory. */
export function openMetricsOf(url: string): Promise<RunningMetrics> {
  const { protocol, host, pathname } = new URL(url);
  const config = {
    global: { scrape_interval: `${testScrapeSeconds}s` },
    scrape_configs: [
      {
        job_name: 'under-test',
        scheme: protocol.replace(':', ''),
        metrics_path: `${pathname.replace(/\/$/, '')}/metrics`,
        // Many a small service answers without a Content-Type; what it exposes is then read as text, or refused as such.
        fallback_scrape_protocol: 'PrometheusText0.0.4',
        static_configs: [{ targets: [host] }],
      },
    ],
  };
  return startEngine(stringify(config), url, () => undefined, {});
}

async function startEngine(
  config: string,
  file: string,
  warn: (message: string) => void,
  place: Pick<MetricsEngineOptions, 'configFolder' | 'folder' | 'retentionMs' | 'retentionBytes'>,
): Promise<RunningMetrics> {
  try {
    const engine = await openMetricsEngine({
      config,
      ...place,
      onDiskProblem: (problem) => warn(`the embedded metrics are kept in memory alone: ${problem}`),
    });
    for (const problem of engine.health().replayProblems) warn(`the embedded metrics were not read whole: ${problem}`);
    for (const pattern of engine.rules.unmatched) warn(`${file}: rule_files: ${pattern} finds no file`);
    engine.start();
    return {
      source: byLabels(embeddedMetricsSource(engine)),
      scrapeIntervalMs: engine.scrapeIntervalMs,
      live: embeddedLiveSeries({ engine, now: () => Date.now(), newRun: () => randomUUID().slice(0, 8), warn }),
      api: apiHandler({
        engine: () => engine,
        onFailure: (error) => warn(`a question to the embedded metrics failed: ${error instanceof Error ? error.stack : String(error)}`),
      }),
      figures: () => collectorFigures(engine),
      stop: () => engine.stop(),
    };
  } catch (error) {
    throw asConfigError(error, file);
  }
}

/** What is wrong in the scrape configuration or its rules, as what is wrong in sluice.yaml is told; any other error as it is. */
function asConfigError(error: unknown, file: string): unknown {
  const common = { path: '', suggestion: undefined };
  if (error instanceof RuleFileError)
    return new ConfigError(error.problems.map(({ line, column, message }) => ({ ...common, file: error.file, line, column, message })));
  if (error instanceof UnreadableFile)
    return new ConfigError([{ ...common, file, line: undefined, column: undefined, message: `rule_files: ${error.message}` }]);
  if (!(error instanceof CollectorConfigError)) return error;
  return new ConfigError(error.problems.map((message) => ({ ...common, file, line: undefined, column: undefined, message })));
}

/** The control loops narrow by equal labels only. */
function byLabels(source: ReturnType<typeof prometheusSource>): QuerySource {
  return {
    query: (expression, atMs, signal) => source.query(expression, atMs, signal),
    queryRange: (expression, range, signal) => source.queryRange(expression, range, signal),
    narrow: (expression, labels) =>
      source.narrow(
        expression,
        Object.entries(labels).map(([name, value]) => ({ name, operator: '=', value })),
      ),
  };
}
