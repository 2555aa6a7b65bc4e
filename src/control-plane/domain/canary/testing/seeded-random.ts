/** A source of chance that is the same in every run: numbers from 0 (included) to 1 (excluded), uniform, from a 32-bit counter mixed by multiplication. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** How many of n independent requests are bad when each is with probability p. Takes steps from one bad request to the next, so it costs n·p. */
export function drawBinomial(random: () => number, n: number, p: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return n;
  let count = -1;
  for (let at = 0; at <= n; count++) at += 1 + Math.floor(Math.log1p(-random()) / Math.log1p(-p));
  return count;
}
