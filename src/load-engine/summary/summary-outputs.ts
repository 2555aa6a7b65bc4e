import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isMap } from '../options/field-kind.ts';

/** What a script's handleSummary returned: texts by where they go. */
export interface SummaryOutputs {
  readonly stdout: string | undefined;
  readonly stderr: string | undefined;
  readonly files: readonly { readonly path: string; readonly content: string }[];
  /** What was returned and can't be written. */
  readonly problems: readonly string[];
}

/** Reads the JSON that handleSummary returned; nothing returned is nothing to write. */
export function readSummaryOutputs(returned: string | undefined): SummaryOutputs {
  const value: unknown = returned === undefined ? {} : JSON.parse(returned);
  if (value === null) return { stdout: undefined, stderr: undefined, files: [], problems: [] };
  if (!isMap(value))
    return { stdout: undefined, stderr: undefined, files: [], problems: ['handleSummary() must return an object of texts'] };
  const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const problems = Object.keys(value)
    .filter((name) => typeof value[name] !== 'string')
    .map((name) => `handleSummary() returned something other than a text for "${name}"`);
  const byName = new Map(texts);
  const files = texts.filter(([name]) => name !== 'stdout' && name !== 'stderr').map(([name, content]) => ({ path: name, content }));
  return { stdout: byName.get('stdout'), stderr: byName.get('stderr'), files, problems };
}

/** Writes a file of a summary inside of `folder`; throws an Error that names the path when it leads out of it, through a link too. */
export async function writeSummaryFile(folder: string, name: string, content: string): Promise<void> {
  const home = await realpath(folder);
  const target = path.resolve(home, name);
  const parent = await realpath(path.dirname(target));
  const inside = path.relative(home, path.join(parent, path.basename(target)));
  if (inside === '' || inside.startsWith('..') || path.isAbsolute(inside)) {
    throw new Error(`handleSummary() may write inside of ${folder} only, and "${name}" is not`);
  }
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
  const file = await open(path.join(parent, path.basename(target)), flags, 0o644);
  try {
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}
