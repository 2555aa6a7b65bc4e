import { startTimer, stopTimer } from 'sluice:host';

interface Timer {
  readonly fn: (...args: unknown[]) => unknown;
  readonly args: readonly unknown[];
  readonly everyMs: number | undefined;
}

const timers = new Map<number, Timer>();
let nextTimer = 1;

function start(fn: unknown, delayMs: unknown, args: readonly unknown[], repeats: boolean): number {
  if (typeof fn !== 'function') throw new TypeError('a timer needs a function');
  const delay = Math.max(0, Number(delayMs) || 0);
  const id = nextTimer++;
  timers.set(id, { fn: fn as Timer['fn'], args, everyMs: repeats ? delay : undefined });
  startTimer(id, delay);
  return id;
}

/** Runs a function once after a delay in milliseconds. */
export function setTimeout(fn: unknown, delayMs?: unknown, ...args: unknown[]): number {
  return start(fn, delayMs, args, false);
}

/** Runs a function again and again, the delay in milliseconds apart, until it is cleared. */
export function setInterval(fn: unknown, delayMs?: unknown, ...args: unknown[]): number {
  return start(fn, delayMs, args, true);
}

/** Takes back a timer, whichever kind it is; an unknown number is nothing. */
export function clearTimer(id?: number): void {
  if (id === undefined || !timers.delete(id)) return;
  stopTimer(id);
}

/** Runs the timer of this number, if it is still wanted. */
export function fireTimer(id: number): unknown {
  const timer = timers.get(id);
  if (timer === undefined) return undefined;
  if (timer.everyMs === undefined) timers.delete(id);
  else startTimer(id, timer.everyMs);
  return timer.fn(...timer.args);
}

/** Forgets all timers of an iteration that is over. */
export function forgetTimers(): void {
  if (timers.size > 0) timers.clear();
}
