/** How long to wait before the n-th try (from 1) to reach a server again: 0.5 s, doubled up to 10 s, and up to a quarter less by `chance` (0..1), so that many watchers don't come back at once. */
export function reconnectDelayMs(attempt: number, chance: number): number {
  const full = Math.min(10_000, 500 * 2 ** Math.min(10, attempt - 1));
  return Math.round(full * (1 - 0.25 * chance));
}
