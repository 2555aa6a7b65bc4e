import { METRIC_NAME, toLabels } from '../promql/labels.ts';
import type { Labels } from '../query-result.ts';
import { ExpositionError } from './exposition-error.ts';

const SPACES = /[ \t]*/y;
const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"/y;

/**
 * Reads the name and labels of a series, `name{label="value",…}`; labels with an empty value are left out, as in PromQL.
 *
 * Throws ExpositionError, with the line it is told, when they are malformed, a label comes twice, or there is no name.
 */
export function parseSeries(series: string, line: number): Labels {
  const name = textAt(NAME, series, 0);
  const brace = name.length + textAt(SPACES, series, name.length).length;
  const pairs = series[brace] === '{' ? parsePairs(series, brace + 1, line) : [];
  const all = name === '' ? pairs : [[METRIC_NAME, name] as const, ...pairs];
  const names = new Set(all.map(([label]) => label));
  if (names.size !== all.length) throw new ExpositionError(line, `a label of ${series} comes twice`);
  if (!all.some(([label, value]) => label === METRIC_NAME && value !== '')) throw new ExpositionError(line, `${series} has no metric name`);
  return toLabels(all);
}

function parsePairs(series: string, start: number, line: number): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  let at = start + textAt(SPACES, series, start).length;
  while (series[at] !== '}') {
    LABEL.lastIndex = at;
    const match = LABEL.exec(series);
    const valueStart = at + (match?.[0].length ?? 0);
    const valueEnd = match === null ? undefined : closingQuote(series, valueStart);
    if (valueEnd === undefined)
      throw new ExpositionError(line, `expected label="value", found ${JSON.stringify(series.slice(at, at + 20))}`);
    pairs.push([match?.[1] ?? '', unescape(series.slice(valueStart, valueEnd))]);
    at = valueEnd + 1 + textAt(SPACES, series, valueEnd + 1).length;
    if (series[at] === ',') at += 1 + textAt(SPACES, series, at + 1).length;
    else if (series[at] !== '}') throw new ExpositionError(line, `expected a comma, found ${JSON.stringify(series.slice(at, at + 20))}`);
  }
  return pairs;
}

/** Where the value ends. A loop, because a pattern that repeats a choice runs out of stack on a value of megabytes. */
function closingQuote(series: string, start: number): number | undefined {
  for (let at = start; at < series.length; at++) {
    if (series[at] === '\\') at++;
    else if (series[at] === '"') return at;
  }
  return undefined;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\n', '\n'],
  ['\\"', '"'],
  ['\\\\', '\\'],
]);

/** The format knows three escapes; a backslash before anything else stands for itself. */
function unescape(text: string): string {
  return text.includes('\\') ? text.replaceAll(/\\./g, (escape) => ESCAPES.get(escape) ?? escape) : text;
}

function textAt(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
}
