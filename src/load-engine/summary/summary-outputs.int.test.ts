import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSummaryFile } from './summary-outputs.ts';

describe('writeSummaryFile', () => {
  let home = '';
  let outside = '';

  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'summary-home-'));
    outside = await mkdtemp(path.join(tmpdir(), 'summary-outside-'));
  });

  afterEach(async () => {
    await rm(home, { recursive: true });
    await rm(outside, { recursive: true });
  });

  it('writes inside of the folder, over what was there', async () => {
    await mkdir(path.join(home, 'results'));
    await writeSummaryFile(home, 'results/out.json', 'longer text');
    await writeSummaryFile(home, './results/out.json', 'text');
    assert.equal(await readFile(path.join(home, 'results/out.json'), 'utf8'), 'text');
  });

  it('takes an absolute path that leads into the folder', async () => {
    await writeSummaryFile(home, path.join(home, 'out.json'), 'text');
    assert.equal(await readFile(path.join(home, 'out.json'), 'utf8'), 'text');
  });

  it('refuses paths that lead out of the folder', async () => {
    for (const name of ['../out.json', path.join(outside, 'out.json'), '.', '..']) {
      await assert.rejects(writeSummaryFile(home, name, 'text'), /may write inside of/);
    }
  });

  it('refuses a link that leads out of the folder, as a file and as a folder', async () => {
    await writeFile(path.join(outside, 'precious.json'), 'precious');
    await symlink(path.join(outside, 'precious.json'), path.join(home, 'link.json'));
    await symlink(outside, path.join(home, 'folder'));
    await assert.rejects(writeSummaryFile(home, 'link.json', 'text'));
    await assert.rejects(writeSummaryFile(home, 'folder/precious.json', 'text'), /may write inside of/);
    assert.equal(await readFile(path.join(outside, 'precious.json'), 'utf8'), 'precious');
  });
});
