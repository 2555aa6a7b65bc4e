import { readFile } from 'node:fs/promises';
import type { Environment } from './environment.ts';
import { findFile } from './find-file.ts';
import type { Problems } from './problems.ts';
import { Secret } from './secret.ts';

/** The secret that a section names by `tokenEnv` or `tokenFile`; undefined when it names neither, a problem when it names both or the file is missing or empty. */
export async function resolveToken(
  request: { readonly problems: Problems; readonly root: string; readonly environment: Environment; readonly at: readonly PropertyKey[] },
  written: { readonly tokenEnv?: string | undefined; readonly tokenFile?: string | undefined },
): Promise<Secret | undefined> {
  const path = [...request.at, 'tokenFile'];
  if (written.tokenFile === undefined) return written.tokenEnv === undefined ? undefined : request.environment.secret(written.tokenEnv);
  if (written.tokenEnv !== undefined) request.problems.add(path, 'names a second place for the same token', 'Keep tokenEnv or tokenFile.');
  const file = await findFile(request.problems, { root: request.root, path, named: written.tokenFile, kind: 'file' });
  const token = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (token === '') request.problems.add(path, `${written.tokenFile} holds no token`);
  return new Secret(`file ${written.tokenFile}`, token);
}
