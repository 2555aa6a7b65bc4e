import { textWidth } from './text-width.ts';

function chop(word: string, columns: number): readonly string[] {
  const parts: string[] = [];
  for (let rest = Array.from(word); rest.length > 0; rest = rest.slice(columns)) parts.push(rest.slice(0, columns).join(''));
  return parts;
}

// A figure and its unit are one word.
const unitGap = /(?<=\d) (?=(?:%|ms|s|min|h|d|requests)(?:[\s.,;:)]|$))/g;

/** An uncoloured text broken into lines of at most `columns` at its spaces, but never between a figure and its unit; a longer word is chopped. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .replace(unitGap, '\u00A0')
    .split(/[ \n]+/)
    .flatMap((one) => (textWidth(one) > columns ? chop(one, columns) : [one]))) {
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return (line === '' && lines.length > 0 ? lines : [...lines, line]).map((one) => one.replaceAll('\u00A0', ' '));
}

/** The text wrapped, with every line indented. */
export function indent(text: string, by: number, columns: number): readonly string[] {
  return wrap(text, Math.max(20, columns - by)).map((line) => `${' '.repeat(by)}${line}`);
}
