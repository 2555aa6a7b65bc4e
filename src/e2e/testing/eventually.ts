import { setTimeout as sleep } from 'node:timers/promises';

/** How often the world is looked at, and how long it is given before a test fails. */
const lookMs = 25;
const patienceMs = 45_000;

/** Looks again and again until there is something; throws after 45 s, or `withinMs`, naming what was waited for and what was seen last. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  { withinMs = patienceMs, lastSeen = () => '' }: { readonly withinMs?: number; readonly lastSeen?: () => string } = {},
): Promise<T> {
  const untilMs = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > untilMs) throw new Error(`waited ${withinMs} ms in vain: ${what}. ${lastSeen()}`);
    await sleep(lookMs);
  }
}
