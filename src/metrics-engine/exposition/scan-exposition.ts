import { ExpositionError } from './exposition-error.ts';
import { readNumber } from './read-number.ts';

/** One line of an exposition, its series still in the target's own words. */
export interface ScannedSample {
  /** Name and labels as written: the key under which a scraper remembers what they mean. */
  readonly series: string;
  readonly value: number;
  /** The line's own time in milliseconds since 1970; undefined when it has none, as is the rule. */
  readonly timestampMs: number | undefined;
  readonly line: number;
}

/** How a line's own time is written: whole milliseconds in the text format, seconds in OpenMetrics. */
export type TimestampUnit = 'milliseconds' | 'seconds';

const SPACES = /[ \t]*/y;
const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const WORD = /[^ \t]+/y;

/**
 * Reads the samples of Prometheus' text format 0.0.4, line by line, so the work is bounded by the text's length.
 *
 * Comments and exemplars are passed over; OpenMetrics' `# EOF` ends it. Labels are not looked into: parseSeries does that, once a
 * series. Throws ExpositionError at the first malformed line.
 */
export function* scanExposition(text: string, unit: TimestampUnit = 'milliseconds'): Generator<ScannedSample, void> {
  let line = 0;
  for (let start = 0; start < text.length; ) {
    line++;
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const content = text.slice(start + lengthAt(SPACES, text, start), end);
    start = end + 1;
    if (content === '# EOF') return;
    if (content !== '' && !content.startsWith('#')) yield scanLine(content, line, unit);
  }
}

function scanLine(content: string, line: number, unit: TimestampUnit): ScannedSample {
  const seriesEnd = endOfSeries(content, line);
  const [value, timestamp, ...rest] = wordsFrom(content, seriesEnd);
  const read = readNumber(value ?? '');
  if (read === undefined) throw new ExpositionError(line, `expected a value, found ${JSON.stringify(value ?? 'the end of the line')}`);
  const hasTimestamp = timestamp !== undefined && timestamp !== '#';
  if (hasTimestamp && rest.length > 0 && rest[0] !== '#')
    throw new ExpositionError(line, `unexpected ${JSON.stringify(rest[0])} behind the sample`);
  return {
    series: content.slice(0, seriesEnd),
    value: read,
    timestampMs: hasTimestamp ? readTimestamp(timestamp, line, unit) : undefined,
    line,
  };
}

/** The offset behind the name and its labels. Braces within quotes don't count. */
function endOfSeries(content: string, line: number): number {
  const nameEnd = lengthAt(NAME, content, 0);
  const brace = nameEnd + lengthAt(SPACES, content, nameEnd);
  if (content[brace] !== '{') {
    if (nameEnd === 0) throw new ExpositionError(line, `expected a metric name, found ${JSON.stringify(content.slice(0, 20))}`);
    return nameEnd;
  }
  let isQuoted = false;
  for (let at = brace + 1; at < content.length; at++) {
    const char = content[at];
    if (char === '\\' && isQuoted) at++;
    else if (char === '"') isQuoted = !isQuoted;
    else if (char === '}' && !isQuoted) return at + 1;
  }
  throw new ExpositionError(line, isQuoted ? 'a label value is not closed' : 'the labels are not closed');
}

/** The value, the timestamp and one word more; what follows an exemplar's mark is of no interest. */
function wordsFrom(content: string, offset: number): readonly string[] {
  const words: string[] = [];
  for (let at = offset; words.length < 3; ) {
    at += lengthAt(SPACES, content, at);
    const length = lengthAt(WORD, content, at);
    if (length === 0) break;
    words.push(content.slice(at, at + length));
    at += length;
  }
  return words;
}

function readTimestamp(text: string, line: number, unit: TimestampUnit): number {
  const isWhole = /^-?\d{1,15}$/.test(text);
  const read = unit === 'seconds' ? readNumber(text) : isWhole ? Number(text) : undefined;
  if (read === undefined || !Number.isFinite(read))
    throw new ExpositionError(line, `expected a timestamp in ${unit}, found ${JSON.stringify(text)}`);
  return unit === 'seconds' ? Math.round(read * 1000) : read;
}

function lengthAt(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0].length ?? 0;
}
