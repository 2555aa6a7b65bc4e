import { formatDuration } from '../duration.ts';
import type { Duration } from './expression.ts';
import { POWER_PRECEDENCE, PRECEDENCE } from './operators.ts';

type Operation = Extract<Duration, { kind: 'operation' }>;

/** Writes a duration as it stands in brackets: `5m`, `step() + 1s`. */
export function printDuration(duration: Duration): string {
  switch (duration.kind) {
    case 'fixed':
      return printFixed(duration.ms);
    case 'step':
    case 'range':
      return `${duration.kind}()`;
    case 'minus':
      return `-${within(duration.operand, POWER_PRECEDENCE - 1)}`;
    case 'smaller':
      return `min_of(${printDuration(duration.left)}, ${printDuration(duration.right)})`;
    case 'larger':
      return `max_of(${printDuration(duration.left)}, ${printDuration(duration.right)})`;
    case 'operation':
      return printOperation(duration);
  }
}

/** Writes a duration as it stands behind `offset`, where arithmetic needs parentheses. */
export function printOffset(offset: Duration): string {
  if (offset.kind === 'operation') return `(${printDuration(offset)})`;
  if (offset.kind !== 'minus') return printDuration(offset);
  return `-${within(offset.operand, POWER_PRECEDENCE)}`;
}

function printOperation({ operator, left, right }: Operation): string {
  const precedence = PRECEDENCE[operator];
  const isPower = operator === '^';
  const before = within(left, isPower ? precedence : precedence - 1);
  // The factor, divisor or exponent is a plain number to whoever wrote it.
  const isFactor = right.kind === 'fixed' && right.ms >= 0 && /[*/^]/.test(operator);
  const after = isFactor ? secondsText(right.ms) : within(right, isPower ? precedence - 1 : precedence);
  return `${before} ${operator} ${after}`;
}

function within(duration: Duration, tighterThan: number): string {
  const text = printDuration(duration);
  return bindingOf(duration) > tighterThan ? text : `(${text})`;
}

function bindingOf(duration: Duration): number {
  if (duration.kind === 'operation') return PRECEDENCE[duration.operator];
  const isSigned = duration.kind === 'minus' || (duration.kind === 'fixed' && duration.ms < 0);
  return isSigned ? POWER_PRECEDENCE - 0.5 : POWER_PRECEDENCE + 1;
}

function printFixed(ms: number): string {
  const size = Math.abs(ms);
  return `${ms < 0 ? '-' : ''}${Number.isSafeInteger(size) ? formatDuration(size) : secondsText(size)}`;
}

/** Seconds that are exactly these milliseconds once they are multiplied by 1,000 again: a division may miss them by a bit. */
function secondsText(ms: number): string {
  const seconds = ms / 1000;
  const nearby = [seconds, seconds * (1 - Number.EPSILON), seconds * (1 + Number.EPSILON)];
  return String(nearby.find((each) => each * 1000 === ms) ?? seconds);
}
