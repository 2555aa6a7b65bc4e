import { glob, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseRuleFile } from './parse-rule-file.ts';
import type { RuleFile } from './rule-file.ts';

/** Rule files that were found, and the patterns that found none. */
export interface LoadedRuleFiles {
  readonly files: readonly RuleFile[];
  readonly unmatched: readonly string[];
}

/**
 * Reads the rule files that patterns find from a folder, each once, by name.
 *
 * Throws RuleFileError for a file that is refused, and UnreadableFile for one that can't be read.
 */
export async function loadRuleFiles(patterns: readonly string[], folder = ''): Promise<LoadedRuleFiles> {
  const found = await Promise.all(patterns.map(async (pattern) => ({ pattern, names: await matching(pattern, folder) })));
  const names = [...new Set(found.flatMap((each) => each.names))];
  return {
    files: await Promise.all(names.map(async (name) => parseRuleFile(await readText(name), name))),
    unmatched: found.filter((each) => each.names.length === 0).map(({ pattern }) => pattern),
  };
}

async function matching(pattern: string, folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of glob(pattern, { cwd: resolve(folder) })) names.push(resolve(folder, name));
  return names.sort();
}

/** Reads a file. Throws UnreadableFile, which names it. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UnreadableFile(file, error);
  }
}

/** Says which file can't be read, and why. */
export class UnreadableFile extends Error {
  constructor(file: string, cause: unknown) {
    super(`${file} can't be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'UnreadableFile';
  }
}
