import { BYTE } from './byte.ts';

/** Where a series ends, or what is wrong with it. */
export type SeriesEnd = { readonly ok: true; readonly end: number } | { readonly ok: false; readonly problem: string };

const NAME_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => Number(/[a-zA-Z0-9_:]/.test(String.fromCharCode(byte))));

/**
 * The offset behind the series that starts at an offset: behind its closing brace, or its name when it has no braces.
 *
 * Braces within quotes don't count. It does not look at what stands between the braces: parseSeries does, once in a series' life.
 */
export function seriesEnd(bytes: Buffer, start: number, isText: boolean): SeriesEnd {
  let nameEnd = start;
  while (NAME_BYTES[bytes[nameEnd] ?? 0] === 1) nameEnd++;
  const brace = isText ? skipSpaces(bytes, nameEnd) : nameEnd;
  if (bytes[brace] === BYTE.openBrace) return closingBrace(bytes, brace + 1, isText);
  const first = bytes[start] ?? 0;
  if (nameEnd > start && !(first >= BYTE.zero && first <= BYTE.nine)) return { ok: true, end: nameEnd };
  return { ok: false, problem: `expected a metric name, found ${JSON.stringify(firstOfLine(bytes, start))}` };
}

function closingBrace(bytes: Buffer, start: number, isText: boolean): SeriesEnd {
  let isQuoted = false;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === BYTE.quote) isQuoted = !isQuoted;
    else if (byte === BYTE.backslash && isQuoted) at++;
    else if (byte === BYTE.closeBrace && !isQuoted) return { ok: true, end: at + 1 };
    // In the text format a label's value may run over several lines.
    else if (byte === BYTE.newline && !(isQuoted && isText)) break;
  }
  return { ok: false, problem: isQuoted ? 'a label value is not closed' : 'the labels are not closed' };
}

/** The offset of the first byte from an offset that is neither space nor tab. */
export function skipSpaces(bytes: Buffer, start: number): number {
  let at = start;
  while (bytes[at] === BYTE.space || bytes[at] === BYTE.tab) at++;
  return at;
}

/** The text at an offset up to the end of its line, cut short, for a message. */
export function firstOfLine(bytes: Buffer, start: number): string {
  const newline = bytes.indexOf(BYTE.newline, start);
  return bytes.toString('utf8', start, Math.min(start + 20, newline < 0 ? bytes.length : newline));
}
