import { embeddedSource } from '../../../../metrics-engine/embedded-source.ts';
import type { MetricsSource } from '../../../../metrics-engine/metrics-source.ts';
import { PROMETHEUS_3 } from '../../../../metrics-engine/promql/evaluate/evaluation.ts';
import { METRIC_NAME, toLabels } from '../../../../metrics-engine/promql/labels.ts';
import { narrow } from '../../../../metrics-engine/promql/syntax/narrow.ts';
import { SeriesStore } from '../../../../metrics-engine/store/series-store.ts';
import type { QuerySource, SeriesLabels } from '../query-source.ts';

/** Counters of a test, scraped when it says so and asked in PromQL, which the metrics engine evaluates. */
export interface MemoryMetrics extends QuerySource {
  /** Adds to a counter; a query sees it from the next scrape on. Adding 0 brings the counter into being. */
  count(name: string, labels: SeriesLabels, by: number): void;
  /** Reads all counters of the targets that are up. */
  scrape(atMs: number): void;
  /** Says that a target, by its `instance`, answers scrapes or does not. */
  setUp(instance: string, up: boolean): void;
  /** Starts a target anew: its counters are gone until they are counted again. */
  restart(instance: string): void;
  /** While not reachable, queries reject. */
  setReachable(reachable: boolean): void;
}

/** Metrics without a series. */
export function memoryMetrics(): MemoryMetrics {
  const store = new SeriesStore({ maxSeries: 1000 });
  const counters = new Map<string, { readonly labels: SeriesLabels; value: number }>();
  const down = new Set<string>();
  let reachable = true;
  const source = embeddedSource({
    reader: store,
    clock: { monotonicMs: () => 0 },
    queryTimeoutMs: 1000,
    maxSamples: 1_000_000,
    options: PROMETHEUS_3,
    letOthersRun: async () => {},
  });
  const reach = (): MetricsSource => {
    if (!reachable) throw new Error('connection refused');
    return source;
  };
  return {
    count(name, labels, by) {
      const all = toLabels([...Object.entries(labels), [METRIC_NAME, name]]);
      const key = JSON.stringify(all);
      const counter = counters.get(key) ?? { labels: all, value: 0 };
      counter.value += by;
      counters.set(key, counter);
    },
    scrape(atMs) {
      for (const { labels, value } of counters.values()) {
        if (!down.has(labels.instance ?? '')) store.series(labels)?.append(atMs, value);
      }
    },
    setUp(instance, up) {
      if (up) down.delete(instance);
      else down.add(instance);
    },
    restart(instance) {
      for (const [key, { labels }] of counters) if (labels.instance === instance) counters.delete(key);
    },
    setReachable(now) {
      reachable = now;
    },
    query: async (expression, atMs) => reach().query(expression, atMs),
    queryRange: async (expression, range) => reach().queryRange(expression, range),
    narrow: (expression, labels) =>
      narrow(
        expression,
        Object.entries(labels).map(([name, value]) => ({ name, operator: '=', value })),
      ),
  };
}
