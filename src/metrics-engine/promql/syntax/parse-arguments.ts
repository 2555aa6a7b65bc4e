import type { Expression } from './expression.ts';
import type { ParseExpression, TokenCursor } from './token-cursor.ts';

/** Parses `(expression, …)`; unlike in lists of labels, no comma may stand behind the last. */
export function parseArguments(cursor: TokenCursor, parseExpression: ParseExpression, place: string): readonly Expression[] {
  const args: Expression[] = [];
  if (!cursor.accept('(')) throw cursor.unexpected(place, '');
  if (cursor.accept(')')) return args;
  args.push(parseExpression(cursor));
  while (cursor.sees(',')) {
    const comma = cursor.next();
    if (cursor.sees(')')) throw cursor.error(comma.start, 'trailing commas not allowed in function call args');
    args.push(parseExpression(cursor));
  }
  if (!cursor.accept(')')) throw cursor.unexpected(place, '');
  return args;
}
