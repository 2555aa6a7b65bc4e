import type { Expression, FunctionCall } from './expression.ts';
import { isFunctionName, NATIVE_HISTOGRAM_FUNCTIONS } from './function-signatures.ts';
import { parseArguments } from './parse-arguments.ts';
import { quoteString } from './quote.ts';
import type { ParseExpression, TokenCursor } from './token-cursor.ts';

/** Parses `name(arguments)` at the cursor. Throws 'unsupported' for a function of native histograms, 'bad-query' for no function. */
export function parseCall(cursor: TokenCursor, parseExpression: ParseExpression): FunctionCall {
  const { text, start } = cursor.next();
  const args = parseArguments(cursor, parseExpression, '');
  if (NATIVE_HISTOGRAM_FUNCTIONS.has(text)) {
    throw cursor.unsupported(start, `the function ${text}()`, 'which keeps no native histograms');
  }
  if (!isFunctionName(text)) throw cursor.error(start, `unknown function with name ${quoteString(text)}`);
  if (text === 'info') refuseNamedFilter(cursor, args[1]);
  return { kind: 'call', name: text, args, span: cursor.spanFrom(start) };
}

/** info() chooses the metrics itself: its second argument says which of their labels to take, so no name stands before its braces. */
function refuseNamedFilter(cursor: TokenCursor, filter: Expression | undefined): void {
  if (filter?.kind !== 'selector' || cursor.source.startsWith('{', filter.span.start)) return;
  throw cursor.error(filter.span.start, 'expected label selectors only, got vector selector instead');
}
