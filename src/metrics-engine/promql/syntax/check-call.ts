import type { Expression, FunctionCall } from './expression.ts';
import { FUNCTION_SIGNATURES, type FunctionSignature } from './function-signatures.ts';
import { type Report, wantType } from './type-report.ts';

/** Answers whether a part is the second argument of info(): a list of matchers rather than a selector, so it may be satisfied by nothing. */
export function isInfoFilter(whole: Expression, part: Expression): boolean {
  return whole.kind === 'call' && whole.name === 'info' && whole.args[1] === part && part.kind === 'selector';
}

/** Checks how many arguments a call has, and their types. */
export function checkArguments(call: FunctionCall, report: Report): void {
  const { takes }: FunctionSignature = FUNCTION_SIGNATURES[call.name];
  checkCount(call, report);
  if (call.name === 'info') checkInfoFilter(call, report);
  for (const [index, argument] of call.args.entries()) {
    const wanted = takes[index] ?? takes.at(-1);
    if (wanted !== undefined) wantType(argument, wanted, `call to function "${call.name}"`, report);
  }
}

function checkCount({ name, args, span }: FunctionCall, report: Report): void {
  const { takes, optional }: FunctionSignature = FUNCTION_SIGNATURES[name];
  const fewest = takes.length - (optional === 'any number' ? 1 : optional);
  const most = optional === 'any number' ? Number.POSITIVE_INFINITY : takes.length;
  if (args.length >= fewest && args.length <= most) return;
  const wanted = fewest === most ? `${most}` : args.length < fewest ? `at least ${fewest}` : `at most ${most}`;
  throw report.error(span.start, `expected ${wanted} argument(s) in call to "${name}", got ${args.length}`);
}

function checkInfoFilter({ args: [, filter] }: FunctionCall, report: Report): void {
  if (filter === undefined || filter.kind === 'selector') return;
  wantType(filter, 'vector', 'call to function "info"', report);
  throw report.error(filter.span.start, 'expected label selectors only');
}
