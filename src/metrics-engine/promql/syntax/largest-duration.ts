/** The longest duration in milliseconds: Go counts durations in nanoseconds of 63 bits; beyond, Prometheus refuses them. */
export const LARGEST_MS = 2 ** 63 / 1e6;
