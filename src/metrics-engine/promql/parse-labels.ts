import { describeToken, type TokenCursor } from './token-cursor.ts';

/** Parses `(label, …)`, as behind by, without, on, ignoring, group_left and group_right. */
export function parseLabelList(cursor: TokenCursor): readonly string[] {
  const labels: string[] = [];
  cursor.expect('(');
  while (!cursor.accept(')')) {
    const token = cursor.next();
    const isName = token.kind === 'string' || (token.kind === 'identifier' && !token.text.includes(':'));
    if (!isName) throw cursor.syntaxError(token, `expected a label name, found ${describeToken(token)}`);
    labels.push(token.text);
    if (!cursor.sees(')')) cursor.expect(',');
  }
  return labels;
}
