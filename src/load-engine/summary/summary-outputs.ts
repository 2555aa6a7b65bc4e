import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isMap } from '../options/field-kind.ts';

/** What a script's handleSummary returned: texts by where they go. */
export interface SummaryOutputs {
  readonly stdout: string | undefined;
  readonly stderr: string | undefined;
  readonly files: readonly { readonly path: string; readonly content: string | Buffer }[];
  /** What was returned and can't be written. */
  readonly problems: readonly string[];
}

/** Reads the JSON that handleSummary returned; nothing returned is nothing to write. */
export function readSummaryOutputs(returned: string | undefined): SummaryOutputs {
  const value: unknown = returned === undefined ? {} : JSON.parse(returned);
  if (value === null) return { stdout: undefined, stderr: undefined, files: [], problems: [] };
  if (!isMap(value))
    return { stdout: undefined, stderr: undefined, files: [], problems: ['handleSummary() must return an object of texts'] };
  const contents = Object.entries(value).map(([name, given]) => [name, contentOf(given)] as const);
  const problems = contents
    .filter(([, content]) => content === undefined)
    .map(([name]) => `handleSummary() returned something other than a text or an ArrayBuffer for "${name}"`);
  const stream = (name: string): string | undefined => contents.find(([known]) => known === name)?.[1]?.toString();
  const files = contents.flatMap(([path, content]) =>
    path === 'stdout' || path === 'stderr' || content === undefined ? [] : [{ path, content }],
  );
  return { stdout: stream('stdout'), stderr: stream('stderr'), files, problems };
}

/** Bytes that are UTF-8 are a text: so that secrets are found in them, too. */
function contentOf(given: unknown): string | Buffer | undefined {
  if (typeof given === 'string') return given;
  if (!isMap(given) || typeof given['$base64'] !== 'string') return undefined;
  const bytes = Buffer.from(given['$base64'], 'base64');
  return isUtf8(bytes) ? bytes.toString() : bytes;
}

/** Writes a file of a summary inside of `folder`; throws an Error that names the path when it leads out of it, through a link too. */
export async function writeSummaryFile(folder: string, name: string, content: string | Buffer): Promise<void> {
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
