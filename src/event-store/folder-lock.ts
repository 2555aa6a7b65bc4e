import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { tryLock, unlock } from 'fs-native-extensions';

/** Thrown when another process has the folder. `holderPid` is undefined where that process hasn't written it yet. */
export class FolderLocked extends Error {
  readonly folder: string;
  readonly holderPid: number | undefined;
  constructor(folder: string, holderPid: number | undefined) {
    const holder = holderPid === undefined ? 'another process' : `process ${holderPid}`;
    super(`${folder} is in use by ${holder}; stop it first, or choose another folder`);
    this.name = 'FolderLocked';
    this.folder = folder;
    this.holderPid = holderPid;
  }
}

/** A folder that is ours until released, or until our process ends in whatever way. Releasing twice is harmless. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes a folder for this process alone, creating it where it is missing, and writes our process id into its file `lock`.
 *
 * The kernel holds the lock on the open file and drops it when the process ends, kill -9 included, so no lock is ever left behind.
 * Throws FolderLocked at once when the folder is taken, also by this very process; nothing in the folder has been touched then.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  const file = await open(join(folder, 'lock'), 'a+');
  if (!tryLock(file.fd)) {
    const written = await file.readFile('utf8');
    await file.close();
    throw new FolderLocked(folder, Number.parseInt(written, 10) || undefined);
  }
  await file.truncate(0);
  await file.write(`${process.pid}\n`);
  let held = true;
  return {
    // The file stays: removing it would let a third process lock a new file while a second still holds the old one.
    async release() {
      if (!held) return;
      held = false;
      await file.truncate(0);
      unlock(file.fd);
      await file.close();
    },
  };
}
