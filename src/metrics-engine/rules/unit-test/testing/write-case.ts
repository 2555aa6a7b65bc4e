import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PromtoolCase } from './promtool-cases.ts';

/** A case's files in a folder of their own. */
export interface WrittenCase {
  readonly folder: string;
  readonly testFile: string;
  readonly [Symbol.dispose]: () => void;
}

/** Writes a case's files; disposing removes them. */
export function writeCase({ rules, tests }: Pick<PromtoolCase, 'rules' | 'tests'>): WrittenCase {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  const testFile = join(folder, 'tests.yml');
  writeFileSync(join(folder, 'rules.yaml'), rules);
  writeFileSync(testFile, tests);
  return { folder, testFile, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}
