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
        event: JSON.parse(JSON.stringify(event)) as unknown,
        recordedAtMs: now(),
      }));
      all.push(...records);
      tell(listeners, structuredClone(records));
      return { ok: true, records: structuredClone(records) };
    },
    async read(stream, afterVersion) {
      return structuredClone(read(stream, afterVersion));
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

// A follower that throws is a bug of its own: the append has happened, and must not look as if it had not.
function tell(listeners: ReadonlySet<(record: LedgerRecord) => void>, records: readonly LedgerRecord[]): void {
  for (const record of records) {
    for (const listener of listeners) queueMicrotask(() => (listeners.has(listener) ? listener(record) : undefined));
  }
}
