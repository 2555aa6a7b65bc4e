import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScriptFolder } from './script-folder.ts';

describe('ScriptFolder', () => {
  let outer: string;
  let folder: ScriptFolder;
  const at = (path: string): string => join(outer, 'scripts', path);
  before(async () => {
    outer = await mkdtemp(join(tmpdir(), 'sluice-folder-'));
    await mkdir(at('data/deep'), { recursive: true });
    await mkdir(join(outer, 'outside'));
    await writeFile(join(outer, 'outside/secret.txt'), 'secret');
    await writeFile(at('data/a.txt'), 'a');
    await writeFile(at('script.js'), '');
    await writeFile(at('huge.bin'), '');
    await truncate(at('huge.bin'), 200 * 1024 * 1024);
    await symlink('a.txt', at('data/inner-link.txt'));
    await symlink('../../data', at('data/deep/up'));
    await symlink(join(outer, 'outside/secret.txt'), at('file-link.txt'));
    await symlink(join(outer, 'outside'), at('folder-link'));
    await symlink('folder-link', at('second-link'));
    await symlink('loop', at('loop'));
    await symlink('/dev/zero', at('zero'));
    await symlink('/proc/self/environ', at('environ'));
    execFileSync('/usr/bin/mkfifo', [at('pipe')]);
    folder = await ScriptFolder.of(at('script.js'));
  });
  after(() => rm(outer, { recursive: true, force: true }));

  for (const path of ['data/a.txt', './data/a.txt', 'data/../data/a.txt', 'data/inner-link.txt', 'data/deep/up/a.txt']) {
    it(`reads ${path}`, () => assert.equal(folder.readForOpen(path).toString(), 'a'));
  }

  it('reads a file of the folder by its absolute path', () => assert.equal(folder.readForOpen(at('data/a.txt')).toString(), 'a'));

  const refused: readonly (readonly [path: string, problem: RegExp])[] = [
    ['../outside/secret.txt', /open\('\.\.\/outside\/secret\.txt'\) leads out of the script's folder/],
    ['data/../../outside/secret.txt', /leads out of/],
    ['/etc/passwd', /leads out of/],
    ['.', /leads out of/],
    ['file-link.txt', /is a link out of the script's folder/],
    ['folder-link/secret.txt', /is a link out of/],
    ['second-link/secret.txt', /is a link out of/],
    ['folder-link/../script.js/../../outside/secret.txt', /leads out of/],
    ['data', /is a folder: name a file in it/],
    ['folder-link', /is a link out of/],
    ['zero', /is a link out of/],
    ['environ', /is a link out of/],
    ['pipe', /is a pipe, a socket or a device/],
    ['huge.bin', /has 209715200 bytes, and a script may read files of up to 128 MiB/],
    ['loop', /open\('loop'\): .*ELOOP/],
    ['gone.txt', /there is no such file in/],
    ['data/a.txt/x', /ENOTDIR/],
    ['data/a.txt\0.png', /must not contain NUL/],
    ['x'.repeat(5000), /ENAMETOOLONG/],
  ];
  for (const [path, problem] of refused) {
    it(`does not read ${path.slice(0, 60).replace('\0', '\\0')}: ${problem.source}`, () =>
      assert.throws(() => folder.readForOpen(path), problem));
  }

  it('resolves .. as it is written, before any link is followed', () => {
    assert.equal(folder.readForOpen('folder-link/../data/a.txt').toString(), 'a');
    assert.throws(() => folder.readForOpen(`${at('folder-link')}/../outside/secret.txt`), /there is no such file/);
  });

  it('reads modules by the same rules', () => {
    assert.equal(folder.nameFrom(at('data/x.ts'), '../../outside/secret.txt'), undefined);
    assert.equal(folder.nameFrom(at('data/x.ts'), './deep/../a.txt'), at('data/a.txt'));
    assert.throws(() => folder.read(at('folder-link/secret.txt')), /is a link out of/);
    assert.throws(() => folder.read(at('pipe')), /is a pipe/);
  });
});
