import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { apiHandler } from '../../metrics-engine/http/api-handler.ts';
import { openMetricsEngine } from '../../metrics-engine/metrics-engine.ts';
import { CollectorConfigError } from '../../metrics-engine/scrape/config-error.ts';
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
  stop(): Promise<void>;
}

/** A pull request's run is short: a scrape each second gives it enough of them. */
const testScrapeSeconds = 1;

/** The metrics that the configuration names: the embedded collector, which starts to scrape, or a Prometheus that somebody else runs. */
export async function openMetrics({ metrics, state }: SluiceConfig, warn: (message: string) => void): Promise<RunningMetrics> {
  if (metrics.source === 'embedded')
    return startEngine(await readFile(metrics.scrapeFile, 'utf8'), metrics.scrapeFile, join(state.folder, 'metrics'), warn);
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
  return startEngine(stringify(config), url, undefined, () => undefined);
}

async function startEngine(
  config: string,
  file: string,
  folder: string | undefined,
  warn: (message: string) => void,
): Promise<RunningMetrics> {
  try {
    const engine = await openMetricsEngine({ config, ...(folder === undefined ? {} : { folder }) });
    engine.start();
    return {
      source: byLabels(embeddedMetricsSource(engine)),
      scrapeIntervalMs: engine.scrapeIntervalMs,
      live: embeddedLiveSeries({ engine, now: () => Date.now(), newRun: () => randomUUID().slice(0, 8), warn }),
      api: apiHandler({
        engine: () => engine,
        onFailure: (error) => warn(`a question to the embedded metrics failed: ${error instanceof Error ? error.stack : String(error)}`),
      }),
      stop: () => engine.stop(),
    };
  } catch (error) {
    if (!(error instanceof CollectorConfigError)) throw error;
    const problems = error.problems.map((message) => ({
      file,
      line: undefined,
      column: undefined,
      path: '',
      message,
      suggestion: undefined,
    }));
    throw new ConfigError(problems);
  }
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
