import type { Tags } from '../virtual-user.ts';
import type { Sample } from './load-output.ts';
import type { CsvTimeFormat } from './output-spec.ts';
import { rfc3339 } from './rfc3339.ts';

/** The system tags that are on by default, in the order of the alphabet, as k6 has them; all other tags share a column. */
const TAG_COLUMNS = [
  'check',
  'error',
  'error_code',
  'expected_response',
  'group',
  'method',
  'name',
  'proto',
  'scenario',
  'service',
  'status',
  'subproto',
  'tls_version',
  'url',
];

/** The first line: https://grafana.com/docs/k6/latest/results-output/real-time/csv/. */
export const CSV_HEADER = `${['metric_name', 'timestamp', 'metric_value', ...TAG_COLUMNS, 'extra_tags', 'metadata'].join(',')}\n`;

/** Makes the function that writes samples as lines of CSV (RFC 4180, with plain line feeds). */
export function csvLines(timeFormat: CsvTimeFormat): (sample: Sample) => string {
  const [time, tagCells] = [timeCell(timeFormat), cellsOfTags()];
  return ({ metric, value, tags, atMs, metadata }) =>
    `${metric.name},${time(atMs)},${value.toFixed(6)},${tagCells(tags)},${cell(metadata === undefined ? '' : pairs(Object.entries(metadata)))}\n`;
}

function timeCell(format: CsvTimeFormat): (atMs: number) => string {
  switch (format) {
    case 'unix':
      return (atMs) => String(Math.floor(atMs / 1000));
    case 'unix_milli':
      return (atMs) => String(Math.floor(atMs));
    case 'unix_micro':
      return (atMs) => String(Math.floor(atMs * 1000));
    case 'unix_nano':
      return nanoseconds;
    case 'rfc3339':
      return wholeSeconds();
    case 'rfc3339_nano':
      return rfc3339();
  }
}

/** Apart by digits: a number can't hold nanoseconds since 1970. */
function nanoseconds(atMs: number): string {
  const whole = Math.floor(atMs);
  return `${whole}${String(Math.floor((atMs - whole) * 1e6)).padStart(6, '0')}`;
}

function wholeSeconds(): (atMs: number) => string {
  const text = rfc3339();
  return (atMs) => `${text(Math.floor(atMs / 1000) * 1000).slice(0, 19)}Z`;
}

function cellsOfTags(): (tags: Tags) => string {
  const known = new WeakMap<Tags, string>();
  return (tags) => {
    let text = known.get(tags);
    if (text === undefined) {
      const extra = Object.entries(tags).filter(([name]) => !TAG_COLUMNS.includes(name));
      text = [...TAG_COLUMNS.map((name) => cell(tags[name] ?? '')), cell(pairs(extra))].join(',');
      known.set(tags, text);
    }
    return text;
  };
}

/** As in the query of a URL, so that a value may hold any character. */
const pairs = (entries: readonly [string, string][]): string =>
  entries.map(([name, value]) => `${escapePair(name)}=${escapePair(value)}`).join('&');

const escapePair = (text: string): string => text.replace(/[%&=\r\n]/g, encodeURIComponent);

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
