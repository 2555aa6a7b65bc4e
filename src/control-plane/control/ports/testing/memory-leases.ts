import type { Leases } from '../leases.ts';

interface Held {
  readonly holder: string | undefined;
  readonly token: number;
  readonly expiresAtMs: number;
}

/** Leases that live as long as the process. `now` is milliseconds since 1970. */
export function memoryLeases({ now }: { readonly now: () => number }): Leases {
  const held = new Map<string, Held>();
  const isMine = (name: string, holder: string, token: number): boolean => {
    const lease = held.get(name);
    return lease?.holder === holder && lease.token === token && lease.expiresAtMs > now();
  };
  return {
    async acquire(name, holder, ttlMs) {
      const lease = held.get(name);
      const taken = lease?.holder !== undefined && lease.holder !== holder && lease.expiresAtMs > now();
      if (taken) return undefined;
      const token = (lease?.token ?? 0) + 1;
      held.set(name, { holder, token, expiresAtMs: now() + ttlMs });
      return { token };
    },
    async renew(name, holder, token, ttlMs) {
      const mine = isMine(name, holder, token);
      if (mine) held.set(name, { holder, token, expiresAtMs: now() + ttlMs });
      return mine;
    },
    async release(name, holder, token) {
      // The name keeps its token: the next holder's must be greater.
      if (isMine(name, holder, token)) held.set(name, { holder: undefined, token, expiresAtMs: 0 });
    },
  };
}
