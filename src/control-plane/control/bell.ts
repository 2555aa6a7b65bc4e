import type { Clock } from './ports/clock.ts';

/** Tells a release's loop that something of it was recorded in this process. */
export interface Bell {
  /** Says that the release's stream has come to a version. */
  ring(version: number): void;
  /** Calls back at each ring from now on; answers how to stop. */
  onRing(listener: () => void): () => void;
  /** Resolves once a later version than the known one was rung, be it before the call, or after `ms`, or when the signal aborts. */
  heard(wait: { readonly clock: Clock; readonly knownVersion: number; readonly ms: number }, signal: AbortSignal): Promise<void>;
}

/** Makes a bell that nobody has rung. */
export function createBell(): Bell {
  const listeners = new Set<() => void>();
  let newest = 0;
  const onRing = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    ring(version) {
      newest = Math.max(newest, version);
      for (const listener of listeners) listener();
    },
    onRing,
    async heard({ clock, knownVersion, ms }, signal) {
      if (newest > knownVersion) return;
      const rung = new AbortController();
      const stop = onRing(() => rung.abort());
      await clock.sleep(ms, AbortSignal.any([rung.signal, signal]));
      stop();
    },
  };
}
