import type { Clock } from '../clock.ts';

/** Longer than this a rest is never: what was made may have waited for something else than the processor. */
const LONGEST_REST_MS = 20;

/**
 * Makes things one after the other, however many are asked for at once, each in the order in which it was asked for.
 *
 * Between two it rests as long as the last one took, 20 ms at most: what holds up the event loop while it is made gets half of it at
 * most, and the schedule has the rest. A failure is the asker's alone.
 */
export function oneAtATime<Made>(clock: Clock, make: () => Promise<Made>): () => Promise<Made> {
  let turn: Promise<void> = Promise.resolve();
  return () => {
    const asked = turn.then(async () => ({ startedAt: clock.now(), made: await make() }));
    turn = asked.then(
      ({ startedAt }) => rest(clock, clock.now() - startedAt),
      () => clock.breathe(),
    );
    return asked.then(({ made }) => made);
  };
}

async function rest(clock: Clock, tookMs: number): Promise<void> {
  await clock.breathe();
  const ms = Math.min(LONGEST_REST_MS, tookMs);
  if (ms > 0) await new Promise<void>((resolve) => clock.after(ms, resolve));
}
