import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matchFiles } from './match-files.ts';

describe('matchFiles', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'match-'));
    for (const name of ['a.json', 'b.json', 'b1.yml', 'b2.yml', 'c+d.json', '.hidden.json', '^x.json'])
      await writeFile(join(folder, name), '');
  });
  after(() => rm(folder, { recursive: true }));

  const TABLE: readonly (readonly [pattern: string, expected: readonly string[]])[] = [
    ['*.json', ['.hidden.json', '^x.json', 'a.json', 'b.json', 'c+d.json']],
    ['b?.yml', ['b1.yml', 'b2.yml']],
    ['b[2-9].yml', ['b2.yml']],
    ['b[^2-9].yml', ['b1.yml']],
    ['c+*', ['c+d.json']],
    ['*.*.json', ['.hidden.json']],
    ['[.json', []],
    ['none*', []],
    ['named.json', ['named.json']],
    ['nowhere/*.json', []],
  ];
  for (const [pattern, expected] of TABLE) {
    it(`finds ${expected.join(', ') || 'nothing'} by ${pattern}`, async () =>
      assert.deepEqual(
        await matchFiles(join(folder, pattern)),
        expected.map((name) => join(folder, name)),
      ));
  }
});
