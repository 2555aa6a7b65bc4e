import { METRIC_NAME, toLabels } from '../promql/labels.ts';
import type { Labels } from '../query-result.ts';
import type { ExpositionFormat } from './exposition-format.ts';
import { TextCursor } from './text-cursor.ts';

/** The labels that a text means, or what is wrong with it. */
export type ParsedLabels = { readonly ok: true; readonly labels: Labels } | { readonly ok: false; readonly problem: string };

/**
 * Reads the name and labels of a series, `name{label="value",…}`, or `{"a name",label="value",…}` for a name of any letters.
 *
 * Labels with an empty value are left out, as in PromQL. It is a problem when the text is malformed, a label comes twice, or there is no name.
 */
export function parseSeries(series: string, format: ExpositionFormat): ParsedLabels {
  const cursor = new TextCursor(series, format);
  const name = cursor.name('metric');
  cursor.skipSpaces();
  const braces = cursor.take('{') ? readBraces(cursor, format, name) : { pairs: [], name };
  if ('problem' in braces) return { ok: false, problem: braces.problem };
  if (cursor.at < series.length) return { ok: false, problem: `unexpected ${cursor.found} behind the labels` };
  if (braces.name === undefined || braces.name === '') return { ok: false, problem: `${series} has no metric name` };
  return withoutRepetition([[METRIC_NAME, braces.name], ...braces.pairs], series);
}

/** Reads the labels of an exemplar, `{label="value",…}`. */
export function parseExemplarLabels(text: string): ParsedLabels {
  const cursor = new TextCursor(text, 'open-metrics');
  // A name is given, so that none can stand between the braces.
  const braces = cursor.take('{') ? readBraces(cursor, 'open-metrics', '') : { problem: `expected {, found ${cursor.found}` };
  if ('problem' in braces) return { ok: false, problem: braces.problem };
  if (cursor.at < text.length) return { ok: false, problem: `unexpected ${cursor.found} behind the labels` };
  return withoutRepetition(braces.pairs, text);
}

type Pair = readonly [label: string, value: string];
type Braces = { readonly pairs: readonly Pair[]; readonly name: string | undefined } | { readonly problem: string };

/** Reads on behind the opening brace to behind the closing one. */
function readBraces(cursor: TextCursor, format: ExpositionFormat, outerName: string | undefined): Braces {
  const pairs: Pair[] = [];
  let name = outerName;
  for (;;) {
    cursor.skipSpaces();
    if (cursor.take('}')) return { pairs, name };
    const item = readItem(cursor);
    if (typeof item === 'string') return { problem: item };
    if (item.value !== undefined) pairs.push([item.label, item.value]);
    else if (name === undefined) name = item.label;
    else return { problem: `a second metric name, ${JSON.stringify(item.label)}, stands between the braces` };
    cursor.skipSpaces();
    const isComma = cursor.take(',');
    // Only OpenMetrics needs a comma between two labels.
    if (format === 'open-metrics' && !isComma && cursor.text[cursor.at] !== '}')
      return { problem: `expected a comma or }, found ${cursor.found}` };
  }
}

/** A label with its value, or a quoted metric name, which has none; or what is wrong. */
function readItem(cursor: TextCursor): { readonly label: string; readonly value: string | undefined } | string {
  const isQuoted = cursor.text[cursor.at] === '"';
  const start = cursor.at;
  const label = isQuoted ? cursor.quoted() : cursor.name('label');
  if (label === undefined) return `expected label="value", found ${cursor.foundAt(start)}`;
  cursor.skipSpaces();
  if (!cursor.take('=')) return isQuoted ? { label, value: undefined } : `expected label="value", found ${cursor.foundAt(start)}`;
  cursor.skipSpaces();
  const value = cursor.quoted();
  return value === undefined ? `expected label="value", found ${cursor.foundAt(start)}` : { label, value };
}

function withoutRepetition(pairs: readonly Pair[], text: string): ParsedLabels {
  if (new Set(pairs.map(([label]) => label)).size !== pairs.length) return { ok: false, problem: `a label of ${text} comes twice` };
  if (pairs.some(([label]) => label === '')) return { ok: false, problem: `a label of ${text} has an empty name` };
  return { ok: true, labels: toLabels(pairs) };
}
