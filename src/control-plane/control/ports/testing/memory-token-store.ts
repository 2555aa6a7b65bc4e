import type { TokenRecord, TokenStore } from '../token-store.ts';

/** A token store that lives as long as its process, for tests. */
export function memoryTokenStore(): TokenStore {
  const records = new Map<string, TokenRecord>();
  return {
    save: async (record) => {
      if (records.has(record.id)) throw new Error(`token ${record.id} exists`);
      records.set(record.id, record);
    },
    findById: async (id) => records.get(id),
    list: async () => [...records.values()],
    revoke: async (id, { atMs, by }) => {
      const record = records.get(id);
      if (record === undefined || record.revokedAtMs !== undefined) return false;
      records.set(id, { ...record, revokedAtMs: atMs, revokedBy: by });
      return true;
    },
  };
}
