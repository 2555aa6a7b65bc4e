import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SluiceConfig } from '../config/sluice-config.ts';
import { tokensOf } from './offline-actions.ts';
import { adminTokenFile, type State } from './open-state.ts';

/**
 * Sees to it that somebody can log in: where there is no token yet, one for an admin is made and left in the state folder, for its owner alone.
 *
 * Answers with that file; undefined where it is not there, because the first start was elsewhere or somebody took it away.
 */
export async function adminToken(state: State, config: SluiceConfig): Promise<string | undefined> {
  const tokens = tokensOf(state);
  const file = adminTokenFile(config);
  if ((await tokens.list()).length === 0) {
    const { text } = await tokens.create({ name: 'admin', role: 'admin', by: 'first start' });
    await writeSecret(file, text);
  }
  return (await exists(file)) ? file : undefined;
}

/** Whole or not at all, and never readable by others, not even for a moment. */
async function writeSecret(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const beside = `${file}.new`;
  await rm(beside, { force: true });
  await writeFile(beside, `${text}\n`, { mode: 0o600, flag: 'wx', flush: true });
  await rename(beside, file);
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
