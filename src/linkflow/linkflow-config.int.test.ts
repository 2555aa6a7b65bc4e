import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkFlowConfig } from './linkflow-config.ts';

describe('linkFlowConfig', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linkflow-config-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('puts into the data folder what has no place of its own, and keeps the admin token made there', async () => {
    const { options, adminTokenFile } = await linkFlowConfig({ LINKFLOW_DATA: join(folder, 'new') });
    assert.equal(adminTokenFile, join(folder, 'new', 'admin-token'));
    assert.equal((await readFile(adminTokenFile, 'utf8')).trim(), options.adminToken);
    assert.deepEqual(options.storage, { kind: 'folder', path: join(folder, 'new', 'db'), syncCommits: false });
    assert.equal((await linkFlowConfig({ LINKFLOW_DATA: join(folder, 'new') })).options.adminToken, options.adminToken);
  });

  it('takes PostgreSQL before the folder, and the configured token before the file', async () => {
    const { options, adminTokenFile } = await linkFlowConfig({
      LINKFLOW_DATA: folder,
      DATABASE_URL: 'postgresql://x',
      LINKFLOW_ADMIN_TOKEN: 'a-long-enough-token',
    });
    assert.deepEqual(
      [options.storage, options.adminToken, adminTokenFile],
      [{ kind: 'postgresql', url: 'postgresql://x' }, 'a-long-enough-token', undefined],
    );
  });

  it('refuses to go without an admin token, and with one from a file that is too short', async () => {
    await assert.rejects(linkFlowConfig({}), /LINKFLOW_ADMIN_TOKEN/);
    const file = join(folder, 'token');
    await writeFile(file, 'short\n');
    await assert.rejects(linkFlowConfig({ LINKFLOW_ADMIN_TOKEN_FILE: file }), /at least 16/);
  });

  it('reads versions with their faults', async () => {
    const LINKFLOW_VERSIONS = JSON.stringify([
      { version: 'v1', port: 8003 },
      { version: 'v2', faults: { slowStart: { ms: 5 } } },
    ]);
    const { options } = await linkFlowConfig({ LINKFLOW_ADMIN_TOKEN: 'a-long-enough-token', LINKFLOW_VERSIONS });
    assert.deepEqual(options.versions, [
      { version: 'v1', port: 8003, faults: {} },
      { version: 'v2', port: 0, faults: { slowStart: { ms: 5 } } },
    ]);
  });
});
