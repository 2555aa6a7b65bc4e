import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliFailure } from '../cli-failure.ts';

/** The options of `--config`, as JSON; throws a CliFailure that says what is wrong with the file. */
export async function readOptionFile(folder: string, named: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  if (named === undefined) return {};
  const text = await readFile(resolve(folder, named), 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'does not exist' : `can't be read (${error.code})`;
    throw new CliFailure(
      'usage',
      'options-file',
      `--config ${named} ${why}.`,
      'It is a JSON file with the options that a script could export.',
    );
  });
  const value = parse(text, named);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw new CliFailure(
    'usage',
    'options-file',
    `--config ${named} is no JSON object.`,
    'Write { "vus": 10, "duration": "30s" }, for example.',
  );
}

function parse(text: string, named: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const next = /^\s*[A-Za-z_]+:/.test(text) ? 'sluice.yaml is named by SLUICE_CONFIG here: --config is the JSON file of k6.' : undefined;
    throw new CliFailure('usage', 'options-file', `--config ${named} is not JSON: ${(error as Error).message}.`, next);
  }
}
