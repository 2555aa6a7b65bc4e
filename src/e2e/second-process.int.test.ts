import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type LinkFlowPlatform, startLinkFlowPlatform } from './testing/linkflow-platform.ts';
import { type RunningSluice, startSluice } from './testing/running-sluice.ts';
import { sluiceCli } from './testing/sluice-cli.ts';
import { type OwnPlace, sluicePlace } from './testing/sluice-place.ts';

describe('a second process on the state folder', function () {
  this.timeout(120_000);
  let platform: LinkFlowPlatform;
  let place: OwnPlace;
  let sluice: RunningSluice;

  before(async () => {
    platform = await startLinkFlowPlatform({ requestsPerSecond: 0 });
    place = await sluicePlace(platform);
    sluice = await startSluice(place);
  });
  after(async () => {
    await sluice.stop();
    await platform.stop();
  });

  for (const command of [['up'], ['ledger', 'verify', '--offline'], ['token', 'create', 'thief', '--role', 'admin', '--offline']]) {
    it(`sluice ${command.join(' ')} is told who holds it, and touches nothing`, async () => {
      const before = await secretsOf(place.folder);
      const { code, out, err } = await sluiceCli([...command, '--config', place.config], place.env);
      assert.equal(code, 1, `${out}${err}`);
      assert.match(err, new RegExp(`in use by process ${sluice.pid}`));
      assert.doesNotMatch(err, /bug/);
      assert.deepEqual(await secretsOf(place.folder), before);
      assert.equal((await sluice.call('GET', '/services')).status, 200);
    });
  }

  it('sluice ledger verify asks the running one', async () => {
    const { code, out, err } = await sluiceCli(['ledger', 'verify', '--url', sluice.url, '--token-file', sluice.tokenFile]);
    assert.equal(code, 0, `${out}${err}`);
  });

  it('may have the folder at once when the first was killed', async () => {
    await sluice.kill();
    sluice = await startSluice(place);
    assert.equal((await sluice.call('GET', '/services')).status, 200);
    assert.equal(await readFile(join(place.folder, 'state/lock'), 'utf8'), `${sluice.pid}\n`);
  });
});

/** What a start writes before it serves: the lock's pid and the admin's token, with their times. */
async function secretsOf(folder: string): Promise<readonly unknown[]> {
  const state = join(folder, 'state');
  const files = ['lock', 'admin.token'].map(async (name) => {
    const { mtimeMs, ino } = await stat(join(state, name));
    return [name, mtimeMs, ino, await readFile(join(state, name), 'utf8')];
  });
  return [...(await Promise.all(files)), (await readdir(state)).toSorted()];
}
