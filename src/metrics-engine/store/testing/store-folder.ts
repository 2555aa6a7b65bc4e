import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MetricStore, type MetricStoreOptions } from '../metric-store.ts';

/** A folder of its own for each test of a suite, and stores in it that are closed at the test's end. */
export interface StoreFolder {
  readonly path: string;
  open(options: Partial<MetricStoreOptions> & Pick<MetricStoreOptions, 'retentionMs'>): MetricStore;
}

/** Makes the folders; to be called where a suite is described. */
export function storeFolder(prefix: string): StoreFolder {
  let path = '';
  const opened: MetricStore[] = [];
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), prefix));
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) {
      store.close();
      await store.settled();
    }
    rmSync(path, { recursive: true, force: true });
  });
  return {
    get path() {
      return path;
    },
    open(options) {
      const store = new MetricStore({ folder: path, maxSeries: 100, nowMs: 0, ...options });
      opened.push(store);
      return store;
    },
  };
}
