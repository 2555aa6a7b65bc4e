import { readFile } from 'node:fs/promises';
import type { SecretSource } from './http-client-config.ts';

/** The secret as it stands now, without the white space around it when it comes from a file. Throws Error, which names the file and not the secret. */
export async function readSecret(source: SecretSource, signal: AbortSignal): Promise<string> {
  switch (source.kind) {
    case 'text':
      return source.text;
    case 'file':
      return (await readConfiguredFile(source.path, signal)).toString('utf8').trim();
  }
}

/** The bytes of a file that the configuration names. Throws Error that says which file can't be read and why. */
export async function readConfiguredFile(path: string, signal: AbortSignal): Promise<Buffer> {
  try {
    return await readFile(path, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error(`the file ${path} can't be read`, { cause: error });
  }
}
