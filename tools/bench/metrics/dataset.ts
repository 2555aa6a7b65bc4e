/** The series that all servers are given: counters, scraped at a fixed interval through thirty days. */
export interface Dataset {
  readonly seriesCount: number;
  readonly samplesEach: number;
  readonly intervalMs: number;
  /** When the last sample of each series was taken. */
  readonly endMs: number;
}

/** 100 series of 172,800 samples, or ten of them to see that it works. */
export function datasetOf(seriesCount: number): Dataset {
  return { seriesCount, samplesEach: 172_800, intervalMs: 15_000, endMs: Date.UTC(2026, 0, 31) };
}

/** Its metric; VictoriaMetrics and both Prometheus take `_total` for a counter. */
export const METRIC = 'x_total';

/** What tells one series from the others. */
export function instanceOf(series: number): string {
  return String(series).padStart(3, '0');
}

/** When a sample was taken. */
export function timeOf({ endMs, intervalMs, samplesEach }: Dataset, index: number): number {
  return endMs - (samplesEach - 1 - index) * intervalMs;
}

// A service is restarted every day or two.
const RESTART_CHANCE = 1 / 10_000;
const MOST_REQUESTS_A_SCRAPE = 40;

/** The values of one series, the same at every call: whole numbers that grow, and begin again where the service was restarted. */
export function valuesOf({ samplesEach }: Dataset, series: number): Float64Array {
  const chance = chanceFrom(series + 1);
  let value = 0;
  return Float64Array.from({ length: samplesEach }, () => {
    if (chance() < RESTART_CHANCE) value = 0;
    value += Math.floor(chance() * MOST_REQUESTS_A_SCRAPE);
    return value;
  });
}

/** Numbers in [0, 1), the same for the same seed. Source: D. H. Lehmer's generator with the constants of Park and Miller, 1988. */
function chanceFrom(seed: number): () => number {
  let state = (seed * 7919) % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
