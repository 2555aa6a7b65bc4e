import { printable } from '../render/printable.ts';

/** GitHub drops a summary of more than 1 MiB, and near that limit sometimes without a word. */
export const maximumSummaryBytes = 900 * 1024;

/** Text from elsewhere inside a Markdown table: on one line, with nothing that is markup. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]()#!|~@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Lines from the first on as long as they fit, and a last one that says how many did not. */
export function fittingLines(all: readonly string[], room: number): string {
  let bytes = 0;
  const kept = all.filter((one) => {
    bytes += Buffer.byteLength(one);
    return bytes <= room;
  });
  return `${kept.join('')}${kept.length === all.length ? '' : `\n… and ${all.length - kept.length} more lines.\n`}`;
}
