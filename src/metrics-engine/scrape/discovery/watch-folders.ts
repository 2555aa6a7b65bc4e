import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';

/** A look-out that has been opened. */
export interface FolderWatch {
  close(): void;
}

/**
 * Tells of changes in folders, and of the coming of one that is not there but whose parent is. What the system can't watch is not told of:
 * whoever needs the change looks by himself now and then.
 */
export function watchFolders(folders: readonly string[], onChange: () => void): FolderWatch {
  const watchers = folders.flatMap((folder) => openWatch(folder, onChange) ?? openWatch(dirname(folder), onChange) ?? []);
  return {
    close: () => {
      for (const watcher of watchers) watcher.close();
    },
  };
}

function openWatch(folder: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
