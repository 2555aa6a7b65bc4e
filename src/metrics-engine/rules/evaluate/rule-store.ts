import { labelsKey, METRIC_NAME } from '../../promql/labels.ts';
import type { Labels, Sample } from '../../query-result.ts';
import type { MetricStore } from '../../store/metric-store.ts';

/** A number for a series; `labels` has its `__name__`. */
export interface RuleSample {
  readonly labels: Labels;
  readonly value: number;
}

/** What rules need of where series are kept. */
export interface RuleStore {
  /**
   * Writes what a rule gave at a moment, and says of series that it gave before that they have ended. Answers how many samples were not
   * taken: their series would be too many, or have newer samples.
   */
  write(written: { readonly samples: readonly RuleSample[]; readonly ended: readonly Labels[]; readonly atMs: number }): number;
  /** The newest sample of exactly these labels after one moment and up to another; undefined when there is none, or the series had ended since. */
  newest(labels: Labels, afterMs: number, throughMs: number): Sample | undefined;
}

/** The engine's own store as rules see it. */
export function metricRuleStore(store: Pick<MetricStore, 'series' | 'select' | 'commit'>): RuleStore {
  return {
    write: ({ samples, ended, atMs }) => {
      const found = samples.flatMap(({ labels, value }) => {
        const series = store.series(labels);
        return series === undefined ? [] : [{ series, atMs, value }];
      });
      const stale = { atMs, series: ended.flatMap((labels) => store.series(labels) ?? []) };
      const outcomes = store.commit({ samples: found, stale });
      return samples.length - outcomes.filter((outcome) => outcome === 'appended').length;
    },
    newest: (labels, afterMs, throughMs) => {
      const key = labelsKey(labels);
      const matchers = Object.entries(labels).map(([name, value]) => ({ name, operator: '=' as const, value }));
      const found =
        labels[METRIC_NAME] === undefined ? undefined : store.select(matchers).find((series) => labelsKey(series.labels) === key);
      return found?.newest(afterMs, throughMs);
    },
  };
}
