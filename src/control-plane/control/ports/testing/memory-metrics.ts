import { evaluateInstant } from '../../../../metrics-engine/promql/evaluate-instant.ts';
import { evaluateRange } from '../../../../metrics-engine/promql/evaluate-range.ts';
import { METRIC_NAME, toLabels } from '../../../../metrics-engine/promql/labels.ts';
import { narrow } from '../../../../metrics-engine/promql/narrow.ts';
import { parse } from '../../../../metrics-engine/promql/parser.ts';
import type { QueryContext } from '../../../../metrics-engine/promql/plan.ts';
import { SeriesStore } from '../../../../metrics-engine/store/series-store.ts';
import { workBudget } from '../../../../metrics-engine/work-budget.ts';
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
  const contextOf = (startMs: number, endMs: number): QueryContext => {
    if (!reachable) throw new Error('connection refused');
    const budget = workBudget({ maxSamples: 1_000_000, checkTime: () => undefined });
    return { reader: store, budget, lookbackMs: 300_000, startMs, endMs };
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
    query: async (expression, atMs) => evaluateInstant(parse(expression), contextOf(atMs, atMs)),
    async queryRange(expression, { startMs, endMs, stepMs }) {
      const steps = evaluateRange(parse(expression), stepMs, contextOf(startMs, endMs));
      for (;;) {
        const step = steps.next();
        if (step.done === true) return step.value;
      }
    },
    narrow: (expression, labels) =>
      narrow(
        expression,
        Object.entries(labels).map(([name, value]) => ({ name, operator: '=', value })),
      ),
  };
}
