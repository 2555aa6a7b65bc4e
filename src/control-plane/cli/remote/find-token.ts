import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Environment } from '../../config/environment.ts';
import { stateFolderHint } from '../../config/state-folder-hint.ts';
import { CliFailure } from '../cli-failure.ts';

/** What tells which token to send. */
export interface TokenRequest {
  readonly url: string;
  readonly tokenFile: string | undefined;
  readonly configFile: string | undefined;
  readonly environment: Environment;
  readonly folder: string;
}

/** Whether a URL means this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

async function tokenOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliFailure('usage', 'token-file', `The token file can't be read: ${why}.`, 'Name another with --token-file.', cause);
  });
  if (text.trim() === '')
    throw new CliFailure('usage', 'token-file', `The token file ${file} is empty.`, 'Name another with --token-file.');
  return text.trim();
}

/**
 * The token to send: of `--token-file`, else SLUICE_TOKEN, else the admin token that a local Sluice left in its state folder; undefined when there is none.
 *
 * The last is sent to this machine alone: a mistyped URL must not carry an admin's token abroad.
 */
export async function findToken({ url, tokenFile, configFile, environment, folder }: TokenRequest): Promise<string | undefined> {
  if (tokenFile !== undefined) return tokenOf(resolve(folder, tokenFile));
  if (environment.token.isSet) return environment.token.reveal();
  if (!isLoopback(url)) return undefined;
  const left = join(await stateFolderHint({ file: configFile, environment, folder }), 'admin.token');
  const text = await readFile(left, 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : text.trim();
}
