import { stripVTControlCharacters } from 'node:util';

// East Asian wide and fullwidth blocks, and emoji (Unicode Standard Annex 11), coarsely: what is wrong by a column only shifts one cell.
const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns that a text takes on a terminal; colours take none. */
export function textWidth(text: string): number {
  let columns = 0;
  for (const character of stripVTControlCharacters(text)) {
    if (zeroWidth.test(character)) continue;
    columns += wide.test(character) ? 2 : 1;
  }
  return columns;
}
