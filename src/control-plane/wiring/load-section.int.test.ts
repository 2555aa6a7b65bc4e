import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ConfigError } from '../config/config-error.ts';
import { readEnvironment } from '../config/environment.ts';
import { configFolder, editedConfig } from '../config/testing/config-folder.ts';
import { loadSection } from './load-section.ts';

const yaml = editedConfig(
  'load: { script: load/web.k6.ts,',
  'load: { script: load/web.k6.ts, tokenEnv: LOAD_TOKEN, inherit: [REGION], secrets: { key: { env: API_KEY } }, hosts: [a.test],',
);

async function section(service: string, variables: Record<string, string>) {
  await using folder = await configFolder({ 'sluice.yaml': yaml });
  const request = {
    configFile: undefined,
    environment: readEnvironment(variables),
    folder: folder.path,
    signal: new AbortController().signal,
  };
  const found = await loadSection({ ...request, service });
  return { ...found, inFolder: found.scriptPath === join(folder.path, 'load/web.k6.ts') };
}

describe('the load section for a run by hand', () => {
  it('has the script, its environment and its secrets, without those of other gates', async () => {
    const { inFolder, scriptPath: _, ...found } = await section('web', { LOAD_TOKEN: 't', REGION: 'eu', API_KEY: 'k' });
    assert.ok(inFolder);
    assert.deepEqual(found, {
      env: { RATE: '20', REGION: 'eu' },
      secrets: { TOKEN: 't' },
      givenSecrets: { key: 'k' },
      hosts: ['a.test'],
      threads: undefined,
    });
  });

  it('says which of its secrets are unset', async () => {
    await assert.rejects(section('web', { REGION: 'eu' }), (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(
        error.problems.map(({ path }) => path),
        ['services.web.load.tokenEnv', 'services.web.load.secrets.key'],
      );
      return true;
    });
  });

  it('says which services there are', async () => {
    await assert.rejects(section('wbe', {}), /there is no service wbe. Did you mean "web"\?/);
  });
});
