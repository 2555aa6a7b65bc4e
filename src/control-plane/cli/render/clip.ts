import { textWidth } from './text-width.ts';

// A colour of `paint`, or one character.
// oxlint-disable-next-line no-control-regex -- colours start with one
const piece = /\u001B\[\d+m|./gsu;

/** A text cut to a number of columns, with `…` where something is lacking; its colours are kept, and ended. */
export function clip(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let room = columns - 1;
  let isFull = false;
  const kept = (text.match(piece) ?? []).filter((part) => {
    if (part.startsWith('\u001B')) return true;
    if (isFull || textWidth(part) > room) isFull = true;
    else room -= textWidth(part);
    return !isFull;
  });
  const lastText = kept.findLastIndex((part) => !part.startsWith('\u001B'));
  return [...kept.slice(0, lastText + 1), '…', ...kept.slice(lastText + 1)].join('');
}
