import type { LoadResult, SummaryMetric } from '../load-result.ts';
import type { CheckTally } from '../metrics/check-tallies.ts';
import { type Group, type GroupCheck, groupTree } from './group-tree.ts';

/** A group of the export: its groups and checks by name, where handleSummary has lists. */
interface ExportedGroup {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly groups: Readonly<Record<string, ExportedGroup>>;
  readonly checks: Readonly<Record<string, GroupCheck>>;
}

/** The figures of one metric side by side with its thresholds. */
type ExportedMetric = Readonly<Record<string, number | Readonly<Record<string, boolean>>>>;

/** What k6's --summary-export writes: https://grafana.com/docs/k6/latest/results-output/end-of-test/. */
export interface SummaryExport {
  readonly root_group: ExportedGroup;
  readonly metrics: Readonly<Record<string, ExportedMetric>>;
  readonly setup_data?: unknown;
}

/** What the export is made from; `setupData` is JSON. */
export interface SummaryExportInput {
  readonly metrics: LoadResult['metrics'];
  readonly checks: readonly CheckTally[];
  readonly trendStats: readonly string[];
  readonly setupData: string | undefined;
}

/**
 * The figures of a finished test in the shape of k6's --summary-export, its quirks included: a threshold is `true` where it was crossed
 * (so true is bad), and a rate is called `value`.
 */
export function summaryExport({ metrics, checks, trendStats, setupData }: SummaryExportInput): SummaryExport {
  const exported = Object.entries(metrics).map(([name, metric]) => [name, exportMetric(metric, trendStats)] as const);
  const result = { root_group: exportGroup(groupTree(checks)), metrics: Object.fromEntries(exported) };
  return setupData === undefined ? result : { ...result, setup_data: JSON.parse(setupData) };
}

function exportMetric({ type, values, thresholds }: SummaryMetric, trendStats: readonly string[]): ExportedMetric {
  const figures = exportValues(type, values, trendStats);
  if (thresholds === undefined) return figures;
  const crossed = Object.entries(thresholds).map(([expression, { ok }]) => [expression, !ok] as const);
  return { ...figures, thresholds: Object.fromEntries(crossed) };
}

function exportValues(
  type: SummaryMetric['type'],
  values: SummaryMetric['values'],
  trendStats: readonly string[],
): Readonly<Record<string, number>> {
  switch (type) {
    case 'counter':
    case 'gauge':
      return values;
    case 'rate': {
      const { rate = 0, ...counts } = values;
      return { value: rate, ...counts };
    }
    case 'trend':
      return Object.fromEntries(trendStats.map((stat) => [stat, values[stat] ?? 0]));
  }
}

function exportGroup({ name, path, id, groups, checks }: Group): ExportedGroup {
  return {
    name,
    path,
    id,
    groups: Object.fromEntries(groups.map((group) => [group.name, exportGroup(group)])),
    checks: Object.fromEntries(checks.map((check) => [check.name, check])),
  };
}
