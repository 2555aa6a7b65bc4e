import type { LoadResult, ThresholdResult, TimelineSlice } from '../../load-result.ts';

/** One line of a chart; undefined where there is nothing to show. */
export interface ChartLine {
  readonly label: string;
  readonly color: 'blue' | 'sky' | 'orange' | 'red' | 'green' | 'grey';
  /** So that lines are told apart without colours too. */
  readonly dash: readonly number[];
  readonly filled: boolean;
  readonly values: readonly (number | null)[];
}

/** One chart over the time of a run. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly ChartLine[];
}

/** All charts of a run, which share their times: seconds since the scenarios started, in the middle of each slice. */
export interface ChartData {
  readonly seconds: readonly number[];
  readonly charts: readonly Chart[];
}

type Reading = (slice: TimelineSlice) => number | undefined;

/** What the charts of a run show; no chart where there is no timeline, and no chart of what the run did not have. */
export function chartData({ timeline, thresholds }: Pick<LoadResult, 'timeline' | 'thresholds'>): ChartData {
  const line = (label: string, color: ChartLine['color'], read: Reading, more: Partial<ChartLine> = {}): ChartLine => ({
    label,
    color,
    dash: [],
    filled: false,
    values: timeline.map((slice) => rounded(read(slice))),
    ...more,
  });
  const charts: readonly Chart[] = [
    {
      id: 'requests',
      title: 'Requests per second',
      unit: '/s',
      lines: [
        line('requests', 'blue', perSecond('requests'), { filled: true }),
        line('failed', 'red', perSecond('failedRequests'), { dash: [6, 3] }),
      ],
    },
    {
      id: 'latency',
      title: 'Latency of requests, in ms',
      unit: ' ms',
      lines: [
        line('p50', 'sky', ({ p50 }) => p50),
        line('p95', 'orange', ({ p95 }) => p95, { dash: [8, 3] }),
        line('p99', 'red', ({ p99 }) => p99, { dash: [2, 3] }),
        ...limitLines(timeline, thresholds),
      ],
    },
    { id: 'vus', title: 'Active virtual users', unit: '', lines: [line('VUs', 'green', ({ activeVus }) => activeVus, { filled: true })] },
    {
      id: 'dropped',
      title: 'Dropped starts per second',
      unit: '/s',
      lines: [line('dropped', 'red', perSecond('dropped'), { filled: true })],
    },
    {
      id: 'lag',
      title: 'Start lag of the generator, in ms',
      unit: ' ms',
      lines: [line('p99', 'orange', ({ startLagP99 }) => startLagP99)],
    },
  ];
  const shown = charts.filter(({ lines }) => lines.some(({ values }) => values.some((value) => value !== null)));
  return { seconds: timeline.map(({ atMs, lengthMs }) => rounded((atMs + lengthMs / 2) / 1000) ?? 0), charts: shown };
}

const perSecond =
  (field: 'requests' | 'failedRequests' | 'dropped'): Reading =>
  (slice) =>
    slice.lengthMs > 0 ? (slice[field] * 1000) / slice.lengthMs : undefined;

/** Six digits are more than a screen shows, and keep the page small. */
const rounded = (value: number | undefined): number | null => (value === undefined ? null : Number(value.toPrecision(6)));

/** A limit of a percentile of latency is shown where it does not flatten the lines. */
function limitLines(timeline: readonly TimelineSlice[], thresholds: readonly ThresholdResult[]): readonly ChartLine[] {
  const highest = Math.max(0, ...timeline.map(({ p99 }) => p99 ?? 0));
  const limit = thresholds.find(({ metric, expression }) => /^http_req_duration\b/.test(metric) && /^\s*p\(.*</.test(expression));
  if (limit === undefined || limit.limit > 3 * highest) return [];
  return [
    { label: `limit ${short(limit.limit)} ms`, color: 'grey', dash: [10, 6], filled: false, values: timeline.map(() => limit.limit) },
  ];
}

/** What a chart shows, in a sentence for those who don't see it. */
export function describeChart({ title, unit, lines }: Chart): string {
  const parts = lines.map(({ label, values }) => {
    const known = values.filter((value) => value !== null);
    const [least, most] = [Math.min(...known), Math.max(...known)];
    if (known.length === 0) return `${label}: no figures`;
    return least === most ? `${label}: ${short(least)}${unit} throughout` : `${label}: ${short(least)} to ${short(most)}${unit}`;
  });
  return `${title}. ${parts.join('; ')}.`;
}

const short = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
