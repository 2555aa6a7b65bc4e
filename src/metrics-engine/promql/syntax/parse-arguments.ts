import type { Expression } from './expression.ts';
import type { ParseExpression, TokenCursor } from './token-cursor.ts';

/** Parses `(expression, …)`; unlike in lists of labels, no comma may stand behind the last. */
export function parseArguments(cursor: TokenCursor, parseExpression: ParseExpression, place: string): readonly Expression[] {
  const args: Expression[] = [];
  cursor.expect('(', place);
  if (cursor.accept(')')) return args;
  do {
    if (args.length > 0 && cursor.sees(')')) throw cursor.error(cursor.peek().start, 'trailing commas not allowed in function call args');
    args.push(parseExpression(cursor));
  } while (cursor.accept(','));
  cursor.expect(')', place);
  return args;
}
