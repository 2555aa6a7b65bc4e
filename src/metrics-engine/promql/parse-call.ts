import type { Expression, FunctionCall } from './expression.ts';
import { FUNCTION_SIGNATURES, type FunctionName, type FunctionSignature, isFunctionName, type ValueType } from './function-signatures.ts';
import { staticType } from './static-type.ts';
import type { Token } from './token.ts';
import type { ParseExpression, TokenCursor } from './token-cursor.ts';
import { UNSUPPORTED_FUNCTIONS } from './unsupported-names.ts';

/** Parses `name(arguments)` at the cursor. Throws 'unsupported' for a function of Prometheus that is not answered here, 'bad-query' for no function. */
export function parseCall(cursor: TokenCursor, parseExpression: ParseExpression): FunctionCall {
  const name = cursor.next();
  if (UNSUPPORTED_FUNCTIONS.has(name.text)) throw cursor.unsupported(name, `the function ${name.text}()`);
  if (!isFunctionName(name.text)) throw cursor.syntaxError(name, `unknown function ${name.text}()`);
  const args = parseArguments(cursor, parseExpression);
  checkArguments(cursor, name, name.text, args);
  return { kind: 'call', name: name.text, args };
}

/** Parses `(expression, …)`. */
export function parseArguments(cursor: TokenCursor, parseExpression: ParseExpression): readonly Expression[] {
  const args: Expression[] = [];
  cursor.expect('(');
  while (!cursor.accept(')')) {
    args.push(parseExpression(cursor));
    if (!cursor.sees(')')) cursor.expect(',');
  }
  return args;
}

function checkArguments(cursor: TokenCursor, at: Token, name: FunctionName, args: readonly Expression[]): void {
  const { takes, optional }: FunctionSignature = FUNCTION_SIGNATURES[name];
  const fewest = takes.length - optional;
  if (args.length < fewest || args.length > takes.length) {
    const wanted = optional === 0 ? `${fewest}` : `${fewest} to ${takes.length}`;
    throw cursor.syntaxError(at, `${name}() takes ${wanted} argument(s), not ${args.length}`);
  }
  for (const [index, argument] of args.entries()) checkType(cursor, at, `argument ${index + 1} of ${name}()`, argument, takes[index]);
}

/** Throws 'bad-query' when an expression does not yield the type wanted in a place. */
export function checkType(cursor: TokenCursor, at: Token, place: string, expression: Expression, wanted: ValueType | undefined): void {
  const found = staticType(expression);
  if (wanted !== undefined && found !== wanted) {
    throw cursor.syntaxError(at, `${place} must be ${DESCRIPTIONS[wanted]}, not ${DESCRIPTIONS[found]}`);
  }
}

const DESCRIPTIONS = {
  scalar: 'a scalar',
  vector: 'an instant vector',
  range: 'a range of samples',
  string: 'a string',
} as const satisfies Readonly<Record<ValueType, string>>;
