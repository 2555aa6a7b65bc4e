import { METRIC_NAME } from '../labels.ts';
import type { Matcher } from '../matcher.ts';
import type { TimeShift, VectorSelector } from './expression.ts';
import { mayNameMetric } from './keywords.ts';
import { printOffset } from './print-duration.ts';
import { quoteString } from './quote.ts';

/** Writes a selector's name and matchers: the name before the braces where it may stand there. */
export function printMatchers({ matchers }: VectorSelector): string {
  const [first, ...others] = matchers;
  if (first === undefined || !isOnlyName(first, others) || !isBareName(first.value)) return printInBraces(matchers);
  return others.length === 0 ? first.value : `${first.value}{${others.map(printMatcher).join(',')}}`;
}

/** Writes matchers in braces, also the one on the name: as a matcher on `__name__`, which Prometheus 2 reads too. */
export function printInBraces(matchers: readonly Matcher[]): string {
  return `{${matchers.map(printMatcher).join(',')}}`;
}

/** Writes where `@` pins an expression and how far `offset` shifts it, with a space before each; nothing where they do nothing. */
export function printShift({ at, offset }: TimeShift): string {
  const pinned = at === undefined ? '' : typeof at === 'number' ? ` @ ${(at / 1000).toFixed(3)}` : ` @ ${at}()`;
  const isNone = offset.kind === 'fixed' && offset.ms === 0;
  return isNone ? pinned : `${pinned} offset ${printOffset(offset)}`;
}

function isOnlyName({ name, operator }: Matcher, others: readonly Matcher[]): boolean {
  return name === METRIC_NAME && operator === '=' && others.every((other) => other.name !== METRIC_NAME);
}

function isBareName(value: string): boolean {
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(value) && mayNameMetric(value);
}

function printMatcher({ name, operator, value }: Matcher): string {
  return `${/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : quoteString(name)}${operator}${quoteString(value)}`;
}
