import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type ConfigRequest, configFile } from './load-config.ts';
import { readYaml } from './read-yaml.ts';

function stateFolder(document: unknown): string | undefined {
  const state: unknown = typeof document === 'object' && document !== null ? Reflect.get(document, 'state') : undefined;
  const folder: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'folder') : undefined;
  return typeof folder === 'string' ? folder : undefined;
}

/** Where a local Sluice keeps its state, absolute, as far as it can be told without a valid configuration: commands that only talk to a server need none. */
export async function stateFolderHint(request: ConfigRequest): Promise<string> {
  const file = configFile(request);
  const reading = readYaml(file, await readFile(file, 'utf8').catch(() => ''));
  const written = reading.ok ? stateFolder(reading.documents[0]?.value) : undefined;
  return resolve(dirname(file), request.environment.stateFolder ?? written ?? '.sluice');
}
