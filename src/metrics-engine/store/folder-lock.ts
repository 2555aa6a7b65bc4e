import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock, unlock } from 'fs-native-extensions';

/** A folder that is ours until released, or until our process ends in whatever way. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes the store's folder for this process alone, creating it where it is missing: two that write and clean up there would lose samples.
 *
 * The kernel holds the lock on the open file `lock` and drops it when the process ends, kill -9 included. Throws Error at once when the
 * folder is taken, also by this very process; nothing in it has been touched then.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'lock');
  const file = openSync(path, 'a+');
  if (!tryLock(file)) {
    closeSync(file);
    const holder = Number.parseInt(readFileSync(path, 'utf8'), 10);
    const who = Number.isNaN(holder) ? 'another process' : `process ${holder}`;
    throw new Error(`the metrics in ${folder} are in use by ${who}: stop it first, or choose another folder`);
  }
  ftruncateSync(file, 0);
  writeSync(file, `${process.pid}\n`);
  return {
    // The file stays: removing it would let a third process lock a new file while a second still holds the old one.
    release() {
      unlock(file);
      closeSync(file);
    },
  };
}
