import { mayListLabel } from './keywords.ts';
import { quoteString } from './quote.ts';
import type { Token } from './token.ts';
import type { TokenCursor } from './token-cursor.ts';

const PLACE = 'grouping opts';

/** Parses `(label, …)`, as behind by, without, on, ignoring, group_left and group_right; a comma may stand behind the last. */
export function parseLabelList(cursor: TokenCursor): readonly string[] {
  const labels: string[] = [];
  cursor.expect('(', PLACE);
  while (!cursor.accept(')')) {
    labels.push(parseLabel(cursor));
    if (!cursor.sees(')') && !cursor.accept(',')) throw cursor.unexpected(PLACE, '"," or ")"');
  }
  return labels;
}

function parseLabel(cursor: TokenCursor): string {
  const token = cursor.peek();
  if (token.kind === 'string') return quotedLabel(cursor, cursor.next());
  if (token.kind !== 'identifier' || !mayListLabel(token.text)) throw cursor.unexpected(PLACE, 'label');
  return cursor.next().text;
}

function quotedLabel(cursor: TokenCursor, { value, start }: Token): string {
  if (value === '' || !value.isWellFormed()) throw cursor.error(start, `invalid label name for grouping: ${quoteString(value)}`);
  return value;
}
