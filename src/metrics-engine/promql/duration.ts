/** Milliseconds in each unit of a duration, longest first. A year has 365 days, as in Prometheus. */
export const DURATION_UNITS = [
  ['y', 31_536_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** Reads a duration such as `1h30m` in milliseconds; undefined when the text is none. Units go from long to short, each at most once. */
export function parseDuration(text: string): number | undefined {
  const match = text === '' ? null : DURATION.exec(text);
  if (match === null) return undefined;
  const total = DURATION_UNITS.reduce((sum, [, unitMs], index) => sum + Number(match[index + 1] ?? 0) * unitMs, 0);
  return Number.isSafeInteger(total) ? total : undefined;
}

/** Writes whole, non-negative milliseconds as a duration, `0s` for none: 90,000 is `1m30s`. */
export function formatDuration(totalMs: number): string {
  if (totalMs === 0) return '0s';
  let rest = totalMs;
  let text = '';
  for (const [unit, unitMs] of DURATION_UNITS) {
    const count = Math.floor(rest / unitMs);
    // Weeks and years are written only when nothing is left over, so that 30d stays 30d and not 4w2d.
    if (count === 0 || ((unit === 'y' || unit === 'w') && rest % unitMs !== 0)) continue;
    text += `${count}${unit}`;
    rest -= count * unitMs;
  }
  return text;
}
