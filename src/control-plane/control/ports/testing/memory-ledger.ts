import { refuseSecrets } from '../../../domain/ledger/refuse-secrets.ts';
import type { Ledger, LedgerRecord } from '../ledger.ts';

/** Opens an empty ledger that lives as long as the process; it has no hash chain, and its `verify` counts. `now` is milliseconds since 1970. */
export function memoryLedger({ now }: { readonly now: () => number }): Ledger {
  const all: LedgerRecord[] = [];
  const listeners = new Set<(record: LedgerRecord) => void>();
  const read = (stream: string, afterVersion = 0): LedgerRecord[] =>
    all.filter((record) => record.stream === stream && record.version > afterVersion);
  return {
    async append(stream, expectedVersion, events) {
      refuseSecrets(events);
      if (events.length === 0) return { ok: true, records: [] };
      if (read(stream).length !== expectedVersion) return { ok: false, conflict: true };
      const records = events.map((event, index) => ({
        stream,
        version: expectedVersion + index + 1,
        position: all.length + index + 1,
        event: frozen(JSON.parse(JSON.stringify(event)) as unknown),
        recordedAtMs: now(),
      }));
      all.push(...records);
      tell(listeners, records);
      return { ok: true, records };
    },
    async read(stream, afterVersion) {
      return read(stream, afterVersion);
    },
    async streams(prefix) {
      return [...new Set(all.map((record) => record.stream))].filter((stream) => stream.startsWith(prefix));
    },
    follow(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async verify() {
      return { kind: 'intact', records: all.length };
    },
  };
}

// All readers are given the same object: one that changed it would change the ledger.
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(Object.freeze(value))) frozen(part);
  return value;
}

// A follower that throws is a bug of its own: the append has happened, and must not look as if it had not.
function tell(listeners: ReadonlySet<(record: LedgerRecord) => void>, records: readonly LedgerRecord[]): void {
  for (const record of records) {
    for (const listener of listeners) queueMicrotask(() => (listeners.has(listener) ? listener(record) : undefined));
  }
}
