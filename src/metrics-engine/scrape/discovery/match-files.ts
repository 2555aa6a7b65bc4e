import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * The paths of the files that a glob finds, sorted: `*`, `?` and `[a-z]` stand in the last part of the path and match within it. A pattern
 * without them is answered as it is, whether there is such a file or not, so that whoever reads it learns that it is missing; a folder that
 * is not there holds no file. Throws the system's error when a folder can't be read.
 */
export async function matchFiles(pattern: string): Promise<readonly string[]> {
  const name = basename(pattern);
  if (!/[*?[]/.test(name)) return [pattern];
  const matches = nameMatcher(name);
  const entries = await entriesOf(dirname(pattern));
  return entries
    .filter((entry) => matches.test(entry))
    .sort()
    .map((entry) => join(dirname(pattern), entry));
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The glob as an expression without repeats inside of repeats, so that no name takes long to match. */
function nameMatcher(glob: string): RegExp {
  const source = glob.replaceAll(/\*+|\?|\[[^\]]+\]|[^*?[]+|\[/g, (part) => {
    if (part.startsWith('*')) return '.*';
    if (part === '?') return '.';
    if (part.startsWith('[') && part.endsWith(']')) return classOf(part.slice(1, -1));
    return part.replaceAll(/[\\^$.|+(){}[\]]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'su');
}

function classOf(content: string): string {
  const isNegated = content.startsWith('^');
  const members = (isNegated ? content.slice(1) : content).replaceAll(/[\\[\]^&~]/g, '\\$&');
  return `[${isNegated ? '^' : ''}${members}]`;
}
