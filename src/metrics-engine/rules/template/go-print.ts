import { compareText } from '../../promql/labels.ts';
import { formatFloat } from './go-float.ts';
import { durationText, timeText } from './go-time.ts';
import { isList, isTable, type TemplateValue } from './template-value.ts';

/** A value as Go's fmt prints it with %v; `nil` is what an absent value is called. */
export function printValue(value: TemplateValue, nil = '<nil>'): string {
  if (value === undefined || value === null) return nil;
  if (typeof value === 'object') return printObject(value);
  return typeof value === 'number' ? formatFloat(value, 'g', -1) : String(value);
}

function printObject(value: Exclude<TemplateValue, undefined | null | boolean | number | bigint | string>): string {
  if (isList(value)) return `[${value.map((each) => printValue(each)).join(' ')}]`;
  if (isTable(value))
    return `map[${sortedEntries(value)
      .map(([name, each]) => `${name}:${printValue(each)}`)
      .join(' ')}]`;
  switch (value.kind) {
    case 'sample':
      return `{${printValue(value.labels)} ${printValue(value.value)}}`;
    case 'time':
      return timeText(value);
    case 'duration':
      return durationText(value);
    case 'data':
      return `{${printValue(value.labels)} ${printValue(value.externalLabels)} ${value.externalUrl} ${printValue(value.value)}}`;
  }
}

/** A table's entries by name, which is the order in which Go walks and prints one. */
export function sortedEntries(table: ReadonlyMap<string, TemplateValue>): readonly (readonly [string, TemplateValue])[] {
  return [...table].sort(([a], [b]) => compareText(a, b));
}

/** Values as Go's fmt.Sprint joins them: a space between two of which neither is a text. */
export function sprint(values: readonly TemplateValue[]): string {
  return values.map((value, index) => (needsSpace(values[index - 1], value, index) ? ` ${printValue(value)}` : printValue(value))).join('');
}

const needsSpace = (before: TemplateValue, value: TemplateValue, index: number): boolean =>
  index > 0 && typeof before !== 'string' && typeof value !== 'string';

/** Values as Go's fmt.Sprintln joins them. */
export function sprintln(values: readonly TemplateValue[]): string {
  return `${values.map((value) => printValue(value)).join(' ')}\n`;
}

/** A text as Go quotes it with %q. */
export function quote(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must be escaped
  return `"${text.replace(/[\\"\u0000-\u001f\u007f]/g, (char) => ESCAPES.get(char) ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['"', '\\"'],
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\v', '\\v'],
]);
