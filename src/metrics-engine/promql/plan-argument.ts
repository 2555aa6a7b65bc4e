import type { Expression, FunctionCall } from './expression.ts';

/** An argument of a call that the parser has checked. Throws Error when it is missing, which is a bug of the parser. */
export function argumentOf({ name, args }: FunctionCall, index: number): Expression {
  const argument = args[index];
  if (argument === undefined) throw new Error(`${name}() has no argument ${index + 1}`);
  return argument;
}
