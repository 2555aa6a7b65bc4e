// Millionths: adding 0.02 fifty times as a float misses 1, adding 20,000 fifty times does not.
const WHOLE = 1_000_000;

/** Picks a fixed share of what passes: `next()` is true for exactly every 50th call at a share of 0.02, and never by chance. */
export interface ShareCounter {
  next(): boolean;
}

/** A counter that picks `share` (0..1, to a millionth) of the calls, evenly spread; 0 picks none, 1 picks all. */
export function shareCounter(share: number): ShareCounter {
  const step = Math.round(share * WHOLE);
  let collected = 0;
  return {
    next: () => {
      collected += step;
      if (collected < WHOLE) return false;
      collected -= WHOLE;
      return true;
    },
  };
}
