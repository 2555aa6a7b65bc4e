import type { Expression } from '../syntax/expression.ts';
import type { CallOf } from './evaluation.ts';

/** An argument of a call that its signature asks for. The type checker has seen that it is there, so a missing one throws Error: a bug. */
export function argumentOf({ name, args }: CallOf, index: number): Expression {
  const argument = args[index];
  if (argument === undefined) throw new Error(`${name}() has no argument ${index + 1}: the call was not type-checked`);
  return argument;
}
