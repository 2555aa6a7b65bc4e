import type { VectorMatching } from './expression.ts';
import { parseSignedNumber, seesNumber } from './parse-number.ts';
import type { TokenCursor } from './token-cursor.ts';

const SIDES = [
  { word: 'fill', sides: ['left', 'right'] },
  { word: 'fill_left', sides: ['left'] },
  { word: 'fill_right', sides: ['right'] },
] as const;

/** Parses `fill (number)`, or `fill_left (number)` and `fill_right (number)` in any order; none of them fills nothing. */
export function parseFill(cursor: TokenCursor): VectorMatching['fill'] {
  const fill: { left: number | undefined; right: number | undefined } = { left: undefined, right: undefined };
  for (;;) {
    const { start, text } = cursor.peek();
    // Without a parenthesis these words are the names of metrics.
    const found = SIDES.find(({ word }) => cursor.sees(word) && cursor.sees('(', 1));
    if (found === undefined) return fill;
    cursor.next();
    if (found.sides.some((side) => fill[side] !== undefined)) throw cursor.error(start, `${text} fills a side that is filled already`);
    const value = parseFillValue(cursor);
    for (const side of found.sides) fill[side] = value;
  }
}

function parseFillValue(cursor: TokenCursor): number {
  cursor.expect('(', 'fill modifier');
  if (!seesNumber(cursor, true)) throw cursor.unexpected('fill modifier', 'number');
  const value = parseSignedNumber(cursor);
  cursor.expect(')', 'fill modifier');
  return value;
}
