import type { SummaryMetric } from '../load-result.ts';
import type { CheckTally } from '../metrics/check-tallies.ts';
import type { LoadOptions } from '../options/consolidate-options.ts';
import { type Group, groupTree } from './group-tree.ts';

/** The argument of handleSummary(data): https://grafana.com/docs/k6/latest/results-output/end-of-test/custom-summary/. */
export interface SummaryData {
  readonly options: { readonly summaryTrendStats: readonly string[]; readonly summaryTimeUnit: string; readonly noColor: boolean };
  readonly state: { readonly isStdOutTTY: boolean; readonly isStdErrTTY: boolean; readonly testRunDurationMs: number };
  readonly metrics: Readonly<Record<string, SummaryMetric>>;
  readonly root_group: Group;
  readonly setup_data?: unknown;
}

/** What the data is made from; `setupData` is JSON. */
export interface SummaryDataInput {
  readonly options: Pick<LoadOptions, 'summaryTrendStats' | 'summaryTimeUnit'>;
  readonly metrics: Readonly<Record<string, SummaryMetric>>;
  readonly checks: readonly CheckTally[];
  readonly durationMs: number;
  readonly setupData: string | undefined;
}

/** Puts the data together; there is never a terminal, so a script that colours its text leaves it plain. */
export function summaryData({ options, metrics, checks, durationMs, setupData }: SummaryDataInput): SummaryData {
  const data: SummaryData = {
    options: { summaryTrendStats: options.summaryTrendStats, summaryTimeUnit: options.summaryTimeUnit ?? '', noColor: true },
    state: { isStdOutTTY: false, isStdErrTTY: false, testRunDurationMs: durationMs },
    metrics,
    root_group: groupTree(checks),
  };
  return setupData === undefined ? data : { ...data, setup_data: JSON.parse(setupData) };
}
