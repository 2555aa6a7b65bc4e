import type { LoadResult, SummaryMetric } from '../../load-result.ts';
import { formatBytes, formatShare, formatTime, formatValue } from '../../summary/format-value.ts';
import type { Group } from '../../summary/group-tree.ts';
import { limitText, observedText } from '../run-verdict.ts';
import { type Column, dataTable, type Row } from './data-table.ts';
import { html, type Markup } from './markup.ts';

const count = (value: number): string => value.toLocaleString('en-US');
const time = (ms: number | undefined): string => (ms === undefined ? '–' : formatTime(ms, undefined));

const shortTime = (ms: number | undefined): string => time(ms === undefined ? ms : Number(ms.toPrecision(3)));

/** A section with a heading; nothing where it has no content. */
function section(id: string, title: string, content: Markup | undefined): Markup {
  return content === undefined ? html`` : html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>`;
}

/** The figures that are looked at first. */
export function keyFigures(result: LoadResult): Markup {
  const { metrics, requests, durationMs, iterations, timeline } = result;
  const duration = metrics['http_req_duration']?.values;
  const failed = metrics['http_req_failed']?.values['rate'];
  const peak = metrics['vus']?.values['max'] ?? Math.max(0, ...timeline.map(({ activeVus }) => activeVus));
  const tiles: readonly (readonly [string, string])[] = [
    ['Requests', count(requests)],
    ['Requests per second', durationMs > 0 ? count(Number(((requests * 1000) / durationMs).toFixed(1))) : '–'],
    ['Failed requests', failed === undefined ? '–' : formatShare(failed)],
    ['Latency p95', shortTime(duration?.['p(95)'])],
    ['Latency p99', shortTime(duration?.['p(99)'])],
    ['Iterations', count(iterations.completed + iterations.threw)],
    ['Dropped starts', count(iterations.dropped)],
    ['Peak virtual users', count(peak)],
  ];
  return html`<dl class="tiles">${tiles.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Every threshold with what was observed, its limit and the number of samples. */
export function thresholdSection({ thresholds, metrics }: LoadResult): Markup {
  if (thresholds.length === 0)
    return section('thresholds', 'Thresholds', html`<p class="warning">The script has no thresholds, so nothing was judged.</p>`);
  const columns: readonly Column[] = [
    { title: 'State' },
    { title: 'Metric', name: true },
    { title: 'Threshold' },
    { title: 'Observed', number: true },
    { title: 'Limit', number: true },
    { title: 'Samples', number: true },
  ];
  const rows = thresholds.map((threshold): Row => {
    const { passed, metric, expression, samples } = threshold;
    const state = passed
      ? html`<span class="state pass">✓ holds</span>`
      : html`<span class="state fail">✗ ${samples === 0 ? 'no samples' : 'crossed'}</span>`;
    return { cells: [state, metric, expression, observedText(threshold, metrics), limitText(threshold, metrics), count(samples)] };
  });
  return section('thresholds', 'Thresholds', dataTable('Thresholds', columns, rows, 'stacked'));
}

/** The exceptions that ended iterations, with their places in the script. */
export function exceptionSection({ exceptions }: LoadResult): Markup {
  if (exceptions.length === 0) return html``;
  const columns: readonly Column[] = [
    { title: 'Count', number: true },
    { title: 'Message', name: true },
    { title: 'Place', name: true },
  ];
  const rows = exceptions.map(({ count: times, message, location }): Row => ({ cells: [count(times), message, location ?? '–'] }));
  return section('exceptions', 'Exceptions', dataTable('Exceptions', columns, rows, 'stacked'));
}

/** The checks in the tree of their groups. */
export function checkSection(root: Group): Markup {
  const empty = root.checks.length === 0 && root.groups.length === 0;
  return section('checks', 'Checks', empty ? undefined : html`<ul class="groups">${groupItems(root)}</ul>`);
}

function groupItems({ checks, groups }: Group): readonly Markup[] {
  const checked = checks.map(({ name, passes, fails }) =>
    fails === 0
      ? html`<li><span class="pass">✓</span> ${name} <span class="soft">${count(passes)} passed</span></li>`
      : html`<li><span class="fail">✗</span> ${name} <span class="fail">${formatShare(passes / (passes + fails))}: ${count(passes)} passed, ${count(fails)} failed</span></li>`,
  );
  return [...checked, ...groups.map((group) => html`<li><b>${group.name}</b><ul>${groupItems(group)}</ul></li>`)];
}

type Named = readonly [name: string, metric: SummaryMetric];

/** All metrics in a table for each type; a part of a metric stands under it. */
export function metricSection({ metrics }: LoadResult): Markup {
  const all = Object.entries(metrics);
  const of = (type: SummaryMetric['type']): readonly Named[] => all.filter(([, metric]) => metric.type === type);
  const tables = [
    metricTable('Trends', of('trend'), ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count']),
    metricTable('Counters', of('counter'), ['count', 'rate']),
    metricTable('Rates', of('rate'), ['rate', 'passes', 'fails']),
    metricTable('Gauges', of('gauge'), ['value', 'min', 'max']),
  ];
  return section('metrics', 'Metrics', all.length === 0 ? html`<p class="soft">Nothing was measured.</p>` : html`${tables}`);
}

function metricTable(title: string, metrics: readonly Named[], figures: readonly string[]): Markup {
  if (metrics.length === 0) return html``;
  const columns: readonly Column[] = [{ title: 'Metric', name: true }, ...figures.map((figure) => ({ title: figure, number: true }))];
  const rows = metrics.map(([name, metric]): Row => {
    const part = name.indexOf('{');
    const label = part < 0 ? name : name.slice(part);
    return { cells: [label, ...figures.map((figure) => figureText(metric, figure))], indented: part >= 0 };
  });
  return html`<h3>${title}</h3>${dataTable(title, columns, rows)}`;
}

function figureText({ type, contains, values }: SummaryMetric, figure: string): string {
  const value = values[figure];
  if (value === undefined) return '–';
  if (figure === 'passes' || figure === 'fails' || (type === 'trend' && figure === 'count')) return count(value);
  if (type === 'rate') return formatShare(value);
  const text = contains === 'default' ? count(Number(value.toPrecision(6))) : formatValue(value, contains, undefined);
  return figure === 'rate' ? `${text}/s` : text;
}

/** Whether the figures are the target's or the generator's own. */
export function generatorSection({ generator, startLag, iterations }: LoadResult): Markup {
  const facts: readonly (readonly [string, string])[] = [
    ['Start lag', `p50 ${time(startLag.p50)}, p99 ${time(startLag.p99)}, max ${time(startLag.max)}`],
    [
      'Iterations',
      `${count(iterations.completed)} completed, ${count(iterations.threw)} threw, ${count(iterations.interrupted)} interrupted, ${count(iterations.dropped)} dropped`,
    ],
    ...(generator === undefined ? [['Event loop, processor, memory', 'not measured by this runner'] as const] : healthFacts(generator)),
  ];
  const warnings = (generator?.tooSlow ?? []).map((why) => html`<p class="warning">${why}</p>`);
  return section('generator', 'Load generator', html`${warnings}${factList(facts)}`);
}

const healthFacts = ({
  loopDelay,
  cpuShare,
  memoryBytes,
}: NonNullable<LoadResult['generator']>): readonly (readonly [string, string])[] => [
  ['Event-loop delay', `p50 ${time(loopDelay.p50)}, p99 ${time(loopDelay.p99)}, max ${time(loopDelay.max)}`],
  ['Processor', `${formatShare(cpuShare)} of a core, of the busiest thread`],
  ['Memory', formatBytes(memoryBytes)],
];

const factList = (facts: readonly (readonly [string, string])[]): Markup =>
  html`<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;

/** What outputs lost; nothing where they lost nothing. */
export function problemSection({ outputProblems = [] }: LoadResult): Markup {
  if (outputProblems.length === 0) return html``;
  return section('problems', 'Problems', html`${outputProblems.map((problem) => html`<p class="warning">${problem}</p>`)}`);
}

/** Traces of the slowest and the failed requests. */
export function exemplarSection({ exemplars }: LoadResult): Markup {
  if (exemplars.length === 0) return html``;
  const columns: readonly Column[] = [
    { title: 'Trace', name: true },
    { title: 'Metric' },
    { title: 'Value', number: true },
    { title: 'Tags', name: true },
  ];
  const rows = exemplars.map(({ traceId, metric, value, tags }): Row => {
    const shown = ['method', 'name', 'status', 'scenario'].flatMap((tag) => (tags[tag] === undefined ? [] : [`${tag}: ${tags[tag]}`]));
    return { cells: [traceId, metric, metric.startsWith('http_req_') ? time(value) : count(value), shown.join(', ')] };
  });
  return section('exemplars', 'Traces of slow and failed requests', dataTable('Traces', columns, rows, 'stacked'));
}

/** The options in force, folded away. */
export function optionSection(options: Readonly<Record<string, unknown>>): Markup {
  return section(
    'options',
    'Options',
    html`<details><summary>The options that the test ran with</summary><pre>${JSON.stringify(options, undefined, 2)}</pre></details>`,
  );
}
