import type { LoadResult, TimelineSlice } from '../../load-result.ts';
import { formatTime } from '../../summary/format-value.ts';
import { type Chart, type ChartData, describeChart } from './chart-data.ts';
import { type Column, dataTable } from './data-table.ts';
import { html, jsonBlock, type Markup } from './markup.ts';

/** The charts over time, their data for the page's script, and the same figures as a table for those who don't see charts. */
export function chartSection({ timeline }: Pick<LoadResult, 'timeline'>, data: ChartData): Markup {
  if (timeline.length === 0)
    return html`<section aria-labelledby="charts"><h2 id="charts">Over time</h2><p class="soft">There is no timeline: the scenarios did not run, or the runner keeps none.</p></section>`;
  const longest = Math.max(...timeline.map(({ lengthMs }) => lengthMs));
  return html`<section aria-labelledby="charts"><h2 id="charts">Over time</h2>
<noscript><p>The charts need JavaScript; the table below has their figures.</p></noscript>
<div class="charts">${data.charts.map(figure)}</div>
<details><summary>The figures of the charts as a table (${timeline.length === 1 ? '1 slice' : `${timeline.length} slices`} of up to ${formatTime(Math.round(longest), undefined)})</summary>${sliceTable(timeline)}</details>
<script type="application/json" id="chart-data">${jsonBlock(data)}</script></section>`;
}

const figure = (chart: Chart): Markup =>
  html`<figure><figcaption>${chart.title}</figcaption><div class="chart" data-chart="${chart.id}" role="img" aria-label="${describeChart(chart)}"></div></figure>`;

const COLUMNS: readonly Column[] = [
  'From',
  'Length',
  'Requests',
  'Failed',
  'Iterations',
  'Dropped',
  'VUs',
  'p50',
  'p95',
  'p99',
  'Start lag p99',
].map((title) => ({ title, number: true }));

const time = (ms: number | undefined): string => (ms === undefined ? '–' : formatTime(ms, undefined));
const count = (value: number): string => value.toLocaleString('en-US');

function sliceTable(timeline: readonly TimelineSlice[]): Markup {
  const rows = timeline.map(({ atMs, lengthMs, requests, failedRequests, iterations, dropped, activeVus, p50, p95, p99, startLagP99 }) => ({
    cells: [
      time(Math.round(atMs)),
      time(Math.round(lengthMs)),
      ...[requests, failedRequests, iterations, dropped, activeVus].map(count),
      ...[p50, p95, p99, startLagP99].map(time),
    ],
  }));
  return dataTable('The figures of the charts', COLUMNS, rows);
}
