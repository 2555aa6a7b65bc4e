import { createHash } from 'node:crypto';
import type { CollectorClock } from '../../scrape/collector-clock.ts';
import type { GroupRunner } from './group-runner.ts';

export interface GroupLoopOptions {
  readonly runner: GroupRunner;
  readonly clock: CollectorClock;
  readonly signal: AbortSignal;
  /** Called with how many evaluations were left out, because the one before took too long. */
  readonly onMissed: (count: number) => void;
}

/**
 * Evaluates a group at each instant of its own grid until the signal aborts. Rejects only for a bug.
 *
 * The second evaluation is followed by the restoration of `for`: during the first, what the rules ask for may not have been scraped yet.
 */
export async function runGroupLoop({ runner, clock, signal, onMissed }: GroupLoopOptions): Promise<void> {
  const { group, intervalMs } = runner;
  let instantMs = firstInstant(clock.now(), intervalMs, offsetOf(`${group.file};${group.name}`, intervalMs));
  for (let iteration = 1; !signal.aborted; iteration++) {
    await sleepUntil(instantMs, clock, signal);
    if (signal.aborted) break;
    const missed = Math.floor((clock.now() - instantMs) / intervalMs);
    if (missed > 0) onMissed(missed);
    instantMs += missed * intervalMs;
    await runner.evaluate(instantMs, signal);
    if (iteration === 2) runner.restore(clock.now());
    instantMs += intervalMs;
  }
}

/** The first instant of a grid at or after a time. */
export function firstInstant(nowMs: number, intervalMs: number, offsetMs: number): number {
  const atMs = Math.floor(nowMs / intervalMs) * intervalMs + offsetMs;
  return atMs < nowMs ? atMs + intervalMs : atMs;
}

/**
 * Where a group's grid lies within its interval: by its name, so that it is the same after a restart, and groups neither all ask at once nor at
 * the very instants at which targets are scraped, when the newest samples are still on their way.
 */
export function offsetOf(name: string, intervalMs: number): number {
  const hash = createHash('sha256').update(name).digest().readUInt32BE();
  return Math.floor((hash / 2 ** 32) * intervalMs);
}

/** Timers may fire a little early by the wall clock; the instant must have come. */
async function sleepUntil(atMs: number, clock: CollectorClock, signal: AbortSignal): Promise<void> {
  for (let restMs = atMs - clock.now(); restMs > 0 && !signal.aborted; restMs = atMs - clock.now())
    await clock.sleep(Math.ceil(restMs), signal);
}
