import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Has the disk take what the operating system still holds of one file or folder. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** syncPath() for a folder and all in it; files that vanish meanwhile need no sync. */
export async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else if (entry.isFile()) await unlessGone(syncPath(path));
  }
  await syncPath(folder);
}

async function unlessGone(work: Promise<void>): Promise<void> {
  await work.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
