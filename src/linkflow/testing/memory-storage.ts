import { openStorage, type Storage } from '../kit/store/open-storage.ts';

/** A storage in memory that ends with its test. */
export function memoryStorage(): Promise<Storage> {
  return openStorage({ kind: 'memory' }, { warn: () => undefined });
}
