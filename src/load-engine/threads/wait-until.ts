/** Timers wake up to a millisecond late; the last stretch is spent looking at the clock. */
const LOOKING_NS = 2_000_000n;

/** Waits for a moment of process.hrtime, which all threads of a process share; resolves at once where it has passed. */
export async function waitUntilNs(atNs: bigint): Promise<void> {
  const restMs = Number(atNs - process.hrtime.bigint() - LOOKING_NS) / 1e6;
  if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
  while (process.hrtime.bigint() < atNs);
}
