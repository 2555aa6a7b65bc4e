const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** How much of a window is covered, for people: `10 minutes of 30 days`, `nothing of 30 days`, `all of 30 days`. */
export function coverageSentence(coveredMs: number, windowMs: number): string {
  return `${coveredMs >= windowMs ? 'all' : coveredMs <= 0 ? 'nothing' : inWords(coveredMs)} of ${inWords(windowMs)}`;
}

/** Rounded down, so that nothing sounds like more than it is; with one decimal below ten. */
function inWords(ms: number): string {
  if (ms < 100) return 'less than 0.1 seconds';
  const [unit, unitMs] = UNITS.find(([, each]) => ms >= each) ?? ['second', 1_000];
  const count = ms / unitMs < 10 ? Math.floor((ms / unitMs) * 10) / 10 : Math.floor(ms / unitMs);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
