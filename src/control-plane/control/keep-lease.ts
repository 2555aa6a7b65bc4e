import type { ReconcilerPorts } from './reconciler-ports.ts';

/** A lease that was granted, and when it runs out by this process's clock if it is not renewed. */
export interface HeldLease {
  readonly name: string;
  readonly holder: string;
  readonly token: number;
  readonly ttlMs: number;
  readonly untilMs: number;
}

/** A lease that is being renewed. */
export interface KeptLease {
  /** True once it has run out by this process's clock. Ask it before an act that no other replica's act may follow: timers are late after a sleep of the machine. */
  isOver(): boolean;
  /** Ends the renewals; resolves when none is under way. */
  stop(): Promise<void>;
}

/** Renews a lease three times in its life, and calls `whenKept` each time. Aborts `lost` when it went to another, or ran out before anybody could be asked. */
export function keepLease(
  { clock, leases }: Pick<ReconcilerPorts, 'clock' | 'leases'>,
  lease: HeldLease,
  on: { readonly lost: AbortController; readonly whenKept: () => Promise<void> },
): KeptLease {
  const { name, holder, token, ttlMs } = lease;
  const stopped = new AbortController();
  let { untilMs } = lease;
  const isOver = (): boolean => clock.now() >= untilMs;
  const keep = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(Math.min(ttlMs / 3, untilMs - clock.now()), stopped.signal);
      if (stopped.signal.aborted) return;
      const askedAtMs = clock.now();
      const renewal = leases.renew(name, holder, token, ttlMs).catch(() => undefined);
      // A database that does not answer must not keep a turn going for longer than its lease.
      const kept = await Promise.race([renewal, clock.sleep(untilMs - askedAtMs, stopped.signal).then(() => undefined)]);
      if (kept === true) untilMs = askedAtMs + ttlMs;
      if (kept === false || isOver()) return on.lost.abort();
      if (kept === true) await on.whenKept();
    }
  };
  const keeping = keep();
  return {
    isOver,
    stop() {
      stopped.abort();
      return keeping;
    },
  };
}
