import { randomBytes } from 'sluice:host';

/*
 * QuickJS seeds Math.random from the clock in milliseconds, so users that start together would draw the same numbers.
 * sfc32: C. Doty-Humphrey, PractRand; 128 bits of state, equally good in all 32 bits.
 */
let state = new Uint32Array(4);

/** Starts the sequence of this virtual user anew, from the operating system's random bytes: what ran before is the same memory for all of them. */
export function seedRandom(): void {
  state = new Uint32Array(randomBytes(16));
}

/** A number in [0, 1) from the seeded sequence of this virtual user. */
export function random(): number {
  const [a = 0, b = 0, c = 0, counter = 0] = state;
  const sum = (a + b + counter) >>> 0;
  state[3] = counter + 1;
  state[0] = b ^ (b >>> 9);
  state[1] = c + (c << 3);
  state[2] = ((c << 21) | (c >>> 11)) + sum;
  return sum / 4294967296;
}

/** Starts the sequence again from a seed: the same seed gives the same numbers. */
export function randomSeed(seed: number): void {
  if (!Number.isFinite(seed)) throw new TypeError('randomSeed needs a number');
  const low = seed | 0;
  const high = Math.floor(seed / 4294967296) | 0;
  state = new Uint32Array([low, high, low ^ 0x9e3779b9, 1]);
  for (let round = 0; round < 15; round += 1) random();
}
