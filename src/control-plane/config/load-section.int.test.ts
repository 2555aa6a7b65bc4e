import assert from 'node:assert/strict';
import { ConfigError } from './config-error.ts';
import { readEnvironment } from './environment.ts';
import { loadConfig } from './load-config.ts';
import { missingSecrets } from './missing-secrets.ts';
import type { SluiceConfig } from './sluice-config.ts';
import { configFolder, editedConfig } from './testing/config-folder.ts';

/** A configuration whose load section has these keys more. */
async function configured(keys: string, variables: Record<string, string> = {}, files = {}): Promise<SluiceConfig> {
  const text = editedConfig('load: { script: load/web.k6.ts,', `load: { script: load/web.k6.ts, ${keys},`);
  await using folder = await configFolder({ 'sluice.yaml': text, ...files });
  return await loadConfig({ environment: readEnvironment({ WEB_TOKEN: 't', ...variables }), folder: folder.path });
}

const load = async (...request: Parameters<typeof configured>) => (await configured(...request)).services['web']?.load;

async function problems(keys: string): Promise<string> {
  const error: unknown = await configured(keys).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof ConfigError, 'it was accepted');
  return error.message;
}

describe('the load section', () => {
  it('names hosts beside this machine and the service, threads, and what is taken from the environment', async () => {
    const section = await load('hosts: ["api.test:443", "*.b.test", "[::1]:80"], threads: 2, inherit: [REGION]', { REGION: 'eu' });
    assert.deepEqual([section?.hosts, section?.threads], [['api.test:443', '*.b.test', '[::1]:80'], 2]);
    assert.equal(section?.inherited['REGION']?.reveal(), 'eu');
  });

  it('is content with nothing of it', async () => {
    const section = await load('deadline: 5m'.replace('deadline: 5m', 'maximumDroppedShare: 0.1'));
    assert.deepEqual([section?.hosts, section?.threads, section?.inherited, section?.secrets], [[], undefined, {}, {}]);
  });

  it('has secrets from variables and from files, which do not print', async () => {
    const section = await load(
      'secrets: { api.key: { env: API_KEY }, pass: { file: pass.txt } }',
      { API_KEY: 'k' },
      { 'pass.txt': 'word\n' },
    );
    assert.deepEqual([section?.secrets['api.key']?.reveal(), section?.secrets['pass']?.reveal()], ['k', 'word']);
    assert.ok(!JSON.stringify(section).includes('word'));
  });

  it('says which of its variables are not set', async () => {
    const config = await configured('inherit: [REGION], secrets: { k: { env: API_KEY } }');
    assert.deepEqual(
      missingSecrets(config, { service: 'web' }).map(({ path, message }) => `${path}: ${message}`),
      [
        'services.web.load.inherit.REGION: environment variable REGION is not set',
        'services.web.load.secrets.k: environment variable API_KEY is not set',
      ],
    );
  });

  for (const [keys, said] of [
    ['allowedHosts: [a.test]', 'sluice.yaml:11:37: services.web.load.allowedHosts: this key is called hosts'],
    ['hosts: ["http://a.test/x"]', 'services.web.load.hosts[0]: must be a host, host:port or *.domain, and no URL'],
    ['host: [a.test]', 'services.web.load.host: unknown key. Did you mean "hosts"?'],
    ['secrets: { k: {} }', 'services.web.load.secrets.k: says not where the secret is. Write { env: NAME } or { file: path }.'],
    ['secrets: { k: { env: A, file: pass.txt } }', 'names a second place for the same token'],
    ['secrets: { k: hunter2 }', 'services.web.load.secrets.k: must be a section with keys, not text'],
    ['inherit: ["A=1"]', 'must be the name of an environment variable, not its value'],
    ['inherit: [RATE]', 'RATE is in env as well. Keep one of them.'],
    ['threads: 0', 'services.web.load.threads: must be >=1'],
    ['runner: k6, threads: 2', 'services.web.load.threads: has no effect on runner: k6'],
    ['runner: k6, hosts: [a.test]', 'services.web.load.hosts: has no effect on runner: k6'],
    ['runner: k6, secrets: { k: { env: A } }', 'services.web.load.secrets: has no effect on runner: k6'],
  ] as const) {
    it(`refuses ${keys}`, async () => {
      const told = await problems(keys);
      assert.ok(told.includes(said), told);
      assert.ok(!told.includes('hunter2'));
    });
  }
});
