import type { ReconcilerPorts } from './reconciler-ports.ts';

/** A lease that was granted, and when it runs out by this process's clock if it is not renewed. */
export interface HeldLease {
  readonly name: string;
  readonly holder: string;
  readonly token: number;
  readonly ttlMs: number;
  readonly untilMs: number;
}

/** Renews a lease three times in its life until `ended`, and calls `whenKept` each time. Aborts `lost` when it went to another, or ran out before anybody could be asked. */
export async function keepLease(
  { clock, leases }: Pick<ReconcilerPorts, 'clock' | 'leases'>,
  lease: HeldLease,
  until: { readonly lost: AbortController; readonly ended: AbortSignal; readonly whenKept: () => Promise<void> },
): Promise<void> {
  const { name, holder, token, ttlMs } = lease;
  let { untilMs } = lease;
  for (;;) {
    await clock.sleep(Math.min(ttlMs / 3, untilMs - clock.now()), until.ended);
    if (until.ended.aborted) return;
    const askedAtMs = clock.now();
    const renewal = leases.renew(name, holder, token, ttlMs).catch(() => undefined);
    // A database that does not answer must not keep a turn going for longer than its lease.
    const kept = await Promise.race([renewal, clock.sleep(untilMs - askedAtMs, until.ended).then(() => undefined)]);
    if (kept === true) untilMs = askedAtMs + ttlMs;
    if (kept === false || clock.now() >= untilMs) return until.lost.abort();
    if (kept === true) await until.whenKept();
  }
}
