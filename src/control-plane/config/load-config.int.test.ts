import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';
import { readEnvironment } from './environment.ts';
import { loadConfig } from './load-config.ts';
import { missingSecrets } from './missing-secrets.ts';
import { planFromConfig } from './plan-from-config.ts';
import type { SluiceConfig } from './sluice-config.ts';
import { stateFolderHint } from './state-folder-hint.ts';
import { configFolder, editedConfig } from './testing/config-folder.ts';

type Files = Parameters<typeof configFolder>[0];

async function load(files: Files = {}, variables: Record<string, string> = {}): Promise<SluiceConfig> {
  await using folder = await configFolder(files);
  return await loadConfig({ environment: readEnvironment(variables), folder: folder.path });
}

/** What is wrong, a line each. */
async function problems(files: Files, variables: Record<string, string> = {}): Promise<readonly string[]> {
  const error: unknown = await load(files, variables).then(
    () => assert.fail('it was accepted'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ConfigError, String(error));
  return error.message.split('\n');
}

const edited = async (from: string | RegExp, to: string) => problems({ 'sluice.yaml': editedConfig(from, to) });

describe('loadConfig', () => {
  it('reads a whole configuration, with absolute paths and defaults filled in', async () => {
    await using folder = await configFolder();
    const config = await loadConfig({ environment: readEnvironment({ WEB_TOKEN: 't' }), folder: folder.path });
    assert.equal(config.environment, 'staging');
    assert.deepEqual(config.listen, { host: '127.0.0.1', port: 7070 });
    assert.equal(config.state.folder, join(folder.path, '.sluice'));
    assert.deepEqual(config.metrics, {
      source: 'embedded',
      scrapeFile: join(folder.path, 'collector/prometheus.yaml'),
      retention: { seconds: 2_592_000, bytes: 2 ** 31 },
    });
    assert.equal(config.router.url, 'http://127.0.0.1:8900');
    const web = config.services['web'];
    assert.deepEqual(web?.contract?.pactFiles, [join(folder.path, 'pacts/ui-web.json')]);
    assert.equal(web?.contract?.token?.reveal(), 't');
    assert.equal(web?.load?.memoryBytes, 256 * 2 ** 20);
    assert.equal(web?.load?.runner, 'embedded');
    assert.equal(web?.deadlineSeconds, 7200);
    assert.deepEqual(
      config.sloDocuments.map(({ file }) => file),
      ['slos/web.yaml'],
    );
  });

  it('reads how long the embedded collector keeps its samples', async () => {
    const written = editedConfig(/(scrape: [^,}\n]+)/, '$1, retention: { time: 7d, size: 1GiB }');
    const config = await load({ 'sluice.yaml': written });
    assert.deepEqual(config.metrics.source === 'embedded' && config.metrics.retention, { seconds: 604_800, bytes: 2 ** 30 });
    assert.match(
      (await edited(/(scrape: [^,}\n]+)/, '$1, retention: { time: 0s }'))[0] ?? '',
      /metrics\.retention\.time: must be longer than 0s/,
    );
    assert.match(
      (await edited(/(scrape: [^,}\n]+)/, '$1, retention: { size: 2GB }'))[0] ?? '',
      /metrics\.retention\.size: "2GB" is not a size/,
    );
  });

  it('freezes it to the bottom', async () => {
    const config = await load();
    assert.throws(() => Object.assign(config.listen, { port: 1 }), TypeError);
    assert.throws(() => Object.assign(config.services['web']?.steps[0] ?? {}, { trafficPercent: 99 }), TypeError);
  });

  it('makes a plan of it, with the default canary policy where the service says nothing', async () => {
    const web = (await load()).services['web'];
    assert.ok(web !== undefined);
    const plan = planFromConfig(web);
    assert.deepEqual(plan.steps[1], { trafficPercent: 100, minimumRequests: 300, minimumSeconds: 30, needsApproval: true });
    assert.deepEqual([plan.canary.alpha, plan.canary.beta, plan.canary.warmUpSeconds], [0.02, 0.05, 0]);
    assert.deepEqual(plan.canary.tolerance, { ratio: 1.2, budgetShare: 0.1 });
    assert.deepEqual([plan.deadlineSeconds, plan.retrySeconds, plan.stalenessSeconds, plan.lookSeconds], [7200, 10, 30, 5]);
  });

  it('lets the environment move host, port, state and file', async () => {
    await using folder = await configFolder({ 'other.yaml': editedConfig('staging', 'other'), 'sluice.yaml': undefined });
    const environment = readEnvironment({
      SLUICE_CONFIG: 'other.yaml',
      SLUICE_HOST: '::1',
      SLUICE_PORT: '0',
      SLUICE_STATE_FOLDER: '/var/lib/sluice',
    });
    const config = await loadConfig({ environment, folder: folder.path });
    assert.deepEqual([config.environment, config.listen, config.state.folder], ['other', { host: '::1', port: 0 }, '/var/lib/sluice']);
  });

  it('reads a Prometheus, a PostgreSQL, a webhook and a token from a file', async () => {
    const text = editedConfig(
      'metrics: { source: embedded, scrape: collector/prometheus.yaml }',
      'metrics: { source: prometheus, url: "https://prometheus", tokenFile: token }\nstate: { postgres: { urlEnv: DATABASE_URL } }\nnotify: { webhook: { url: "https://hook/x", secretEnv: HOOK } }',
    );
    const config = await load({ 'sluice.yaml': text, token: 'abc\n' }, { DATABASE_URL: 'postgres://u:p@h/db' });
    assert.ok(config.metrics.source === 'prometheus');
    assert.equal(config.metrics.token?.reveal(), 'abc');
    assert.equal(config.metrics.scrapeIntervalSeconds, 15);
    assert.equal(config.state.postgresUrl?.reveal(), 'postgres://u:p@h/db');
    assert.equal(config.notifyWebhook?.url, 'https://hook/x');
    assert.ok(!JSON.stringify(config).includes('u:p@h'));
  });

  it('names the secrets that are not set: all for a server, those of one service for its gates', async () => {
    const config = await load({}, { ROUTER_TOKEN: '' });
    assert.deepEqual(
      missingSecrets(config, 'server').map(({ path }) => path),
      ['router.tokenEnv', 'services.web.contract.tokenEnv'],
    );
    assert.deepEqual(
      missingSecrets(config, { service: 'web' }).map(({ message }) => message),
      ['environment variable WEB_TOKEN is not set'],
    );
    assert.deepEqual(missingSecrets(config, { service: 'unknown' }), []);
    assert.deepEqual(missingSecrets(await load({}, { ROUTER_TOKEN: 'r', WEB_TOKEN: 'w' }), 'server'), []);
  });
});

describe('a configuration that is refused', () => {
  it('has an unknown key, which is shown at its place with what was meant', async () => {
    assert.deepEqual(await edited('contract: {', 'contarct: {'), [
      'sluice.yaml:10:5: services.web.contarct: unknown key. Did you mean "contract"?',
    ]);
    assert.deepEqual(await edited('tolerance: { ratio', 'tolerance: { ration'), [
      'sluice.yaml:15:53: services.web.canary.tolerance.ration: unknown key. Did you mean "ratio"?',
    ]);
    assert.deepEqual(await edited('slos: slos', 'slos: slos\nzzz: 1'), [
      'sluice.yaml:7:1: zzz: unknown key. Known here: apiVersion, environment, listen, state, metrics, router, slos, notify, services.',
    ]);
  });

  it("has an unknown key in one kind of a section, where only that kind's keys are suggested", async () => {
    assert.deepEqual(await edited('scrape:', 'scrap:'), [
      'sluice.yaml:4:1: metrics.scrape: is missing. It must be text.',
      'sluice.yaml:4:30: metrics.scrap: unknown key. Did you mean "scrape"?',
    ]);
    const [line] = await edited('source: embedded, scrape: collector/prometheus.yaml', 'source: prometheus, url: "http://p", scrape: x');
    assert.match(line ?? '', /metrics\.scrape: unknown key\. Known here: source, url, scrapeInterval, tokenEnv, tokenFile\.$/);
  });

  it('has a kind that does not exist', async () => {
    assert.deepEqual(await edited('source: embedded', 'source: embeded'), [
      'sluice.yaml:4:12: metrics.source: "embeded" is not known here. Did you mean "embedded"?',
    ]);
    assert.deepEqual(await edited('sluice/v1', 'sluice/v2'), [
      'sluice.yaml:2:1: apiVersion: "sluice/v2" is not known here. Did you mean "sluice/v1"?',
    ]);
    const [line] = await edited('[freeze, contract', '[frost, contract');
    assert.match(
      line ?? '',
      /^sluice\.yaml:9:13: services\.web\.gates\[0\]: "frost" is not known here\. It must be freeze, contract, load, budget or approval\.$/,
    );
  });

  it('has a value of the wrong type', async () => {
    assert.deepEqual(await edited('{ RATE: "20" }', '{ RATE: 20 }'), [
      'sluice.yaml:11:44: services.web.load.env.RATE: must be text, not a number. Write it in quotes: "20".',
    ]);
    assert.deepEqual(await edited('traffic: 10,', 'traffic: ten,'), [
      'sluice.yaml:13:11: services.web.steps[0].traffic: must be a number, not text.',
    ]);
    assert.deepEqual(await edited('slos: slos', 'slos:'), ['sluice.yaml:6:1: slos: must be text, not nothing.']);
    assert.deepEqual(await edited('slos: slos\n', ''), ['sluice.yaml:2:1: slos: is missing. It must be text.']);
  });

  it('has a duration or a size without its unit', async () => {
    assert.deepEqual(await edited('deadline: 2h', 'deadline: "120"'), [
      'sluice.yaml:16:5: services.web.deadline: "120" is not a duration. Write it as 30s, 5m, 1h or 1h30m.',
    ]);
    assert.deepEqual(await edited('256MiB', '256MB'), [
      'sluice.yaml:11:58: services.web.load.memory: "256MB" is not a size. Write it as 512MiB or 1GiB.',
    ]);
    assert.match((await edited('deadline: 2h', 'deadline: 0s'))[0] ?? '', /must be longer than 0s/);
  });

  it('has a probability out of its range, or a canary that contradicts itself', async () => {
    assert.match((await edited('alpha: 0.02', 'alpha: 1'))[0] ?? '', /services\.web\.canary\.alpha: must be <1\.$/);
    assert.match((await edited('alpha: 0.02', 'alpha: 0.7'))[0] ?? '', /services\.web\.canary: alpha must be above 0 and below 0\.5/);
    assert.match((await edited('ratio: 1.2', 'ratio: 3'))[0] ?? '', /unacceptable must be at least as wide as tolerance/);
  });

  it('has steps that do not rise, or do not end at 100', async () => {
    assert.match(
      (await edited('traffic: 10,', 'traffic: 100,'))[0] ?? '',
      /^sluice\.yaml:14:11: services\.web\.steps\[1\]\.traffic: 100 does not rise above the step before it \(100\)\. Steps rise to 100\.$/,
    );
    assert.match((await edited('traffic: 100,', 'traffic: 90,'))[0] ?? '', /the last step brings 90 % of the traffic/);
  });

  it('has a gate twice, a gate without its section, or a section without its gate', async () => {
    assert.match((await edited('[freeze, contract', '[contract, contract'))[0] ?? '', /gates\[1\]: "contract" is named twice/);
    assert.match(
      (await edited(/ {4}load:.*\n/, ''))[0] ?? '',
      /^sluice\.yaml:9:31: services\.web\.gates\[2\]: the load gate has no "load" section\. Add one/,
    );
    assert.match(
      (await edited('[freeze, contract, load', '[freeze, load'))[0] ?? '',
      /services\.web\.contract: this section does nothing, because the gate is not among gates\. Add contract to gates/,
    );
  });

  it('names a service or any other key twice', async () => {
    const twice = await edited('    deadline: 2h\n', '    deadline: 2h\n  web: {}\n');
    assert.deepEqual(twice, ['sluice.yaml:17:3: services.web: written twice, first on line 8. Keep one of them.']);
  });

  it('names an SLO twice, in two files or in one', async () => {
    const slo = 'kind: SLO\nmetadata: { name: web-availability }\nspec: { service: web }\n';
    assert.deepEqual(await problems({ 'slos/z.yaml': slo }), [
      'slos/z.yaml: metadata.name: the SLO "web-availability" is already defined in slos/web.yaml. Give one of them another name.',
    ]);
    assert.equal((await problems({ 'slos/web.yaml': `${slo}---\n${slo}` })).length, 1);
  });

  it('governs a service that no SLO is about', async () => {
    const slo = 'kind: SLO\nmetadata: { name: a }\nspec: { service: wob }\n';
    assert.match(
      (await problems({ 'slos/web.yaml': slo }))[0] ?? '',
      /services\.web: no SLO is about this service, so its canary could never pass\. There is one for "wob"\.$/,
    );
    assert.match((await problems({ 'slos/web.yaml': 'kind: Service\n' }))[0] ?? '', /No SLO names any service\.$/);
  });

  it('names files that are not there, and says which was meant and where it looked', async () => {
    const [line] = await problems({ 'load/web.k6.ts': undefined, 'load/wep.k6.ts': '' });
    assert.match(
      line ?? '',
      /^sluice\.yaml:11:13: services\.web\.load\.script: load\/web\.k6\.ts does not exist\. Looked for \/.*\/load\/web\.k6\.ts\. Did you mean load\/wep\.k6\.ts\?$/,
    );
    const all = await problems({ 'pacts/ui-web.json': undefined, 'slos/web.yaml': undefined, 'collector/prometheus.yaml': undefined });
    assert.equal(all.filter((one) => one.includes('does not exist')).length, 3);
  });

  it('has a folder for a file, or no SLO in its folder', async () => {
    assert.match(
      (await edited('scrape: collector/prometheus.yaml', 'scrape: collector'))[0] ?? '',
      /metrics\.scrape: collector is not a file/,
    );
    assert.match((await problems({ 'slos/web.yaml': undefined, 'slos/readme.md': '' }))[0] ?? '', /slos holds no SLO\. Put OpenSLO files/);
  });

  it('names a token twice, an empty token file, or writes a password into a URL, which is not repeated', async () => {
    const both = await problems({
      'sluice.yaml': editedConfig('tokenEnv: ROUTER_TOKEN', 'tokenEnv: ROUTER_TOKEN, tokenFile: empty'),
      empty: '\n',
    });
    assert.match(both[0] ?? '', /router\.tokenFile: names a second place for the same token/);
    assert.match(both[1] ?? '', /empty holds no token/);
    const url = await edited('http://127.0.0.1:8900/', 'http://admin:hunter2@127.0.0.1');
    assert.match(url[0] ?? '', /router\.url: is not a plain http/);
    assert.ok(!url.join('').includes('hunter2'));
    assert.match(
      (await edited('tokenEnv: ROUTER_TOKEN', 'tokenEnv: abc-def'))[0] ?? '',
      /must be the name of an environment variable, not its value/,
    );
  });

  it('has names that would not fit into a URL or a release id', async () => {
    assert.match(
      (await edited('environment: staging', 'environment: Staging EU'))[0] ?? '',
      /^sluice\.yaml:3:1: environment: must be lower-case letters/,
    );
    assert.match((await edited('  web:', '  Web.1:'))[0] ?? '', /services\.Web\.1: must be lower-case letters/);
    assert.match((await edited(/services:[^]*/, 'services: {}'))[0] ?? '', /services: names no service/);
  });

  it('is no YAML, empty, several documents, or not there', async () => {
    assert.match((await problems({ 'sluice.yaml': 'a: [1,\nb: 2' }))[0] ?? '', /^sluice\.yaml:\d+:\d+: not valid YAML/);
    assert.match((await problems({ 'sluice.yaml': '' }))[0] ?? '', /^sluice\.yaml: is empty\. Start with apiVersion/);
    assert.match((await problems({ 'sluice.yaml': 'a: 1\n---\nb: 2\n' }))[0] ?? '', /holds more than one YAML document/);
    assert.match(
      (await problems({ 'sluice.yaml': undefined }))[0] ?? '',
      /^sluice\.yaml: does not exist\. Name another file with --config or SLUICE_CONFIG\.$/,
    );
    assert.match((await problems({ 'slos/web.yaml': 'a: 1\na: 2\n' }))[0] ?? '', /^slos\/web\.yaml:2:1: a: written twice/);
  });

  it('is an alias bomb, which does not blow up', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;
    assert.match((await problems({ 'sluice.yaml': bomb }))[0] ?? '', /not usable YAML: .*alias/i);
  });

  it('meets a port in the environment that is none', async () => {
    assert.deepEqual(await problems({}, { SLUICE_PORT: '70700' }), [
      'environment: SLUICE_PORT: "70700" is not a port. Ports are 0 to 65535.',
    ]);
  });

  it('is told everything at once', async () => {
    const text = editedConfig('deadline: 2h', 'deadlin: 2h').replace('environment: staging', 'environment: X').replace('"20"', '20');
    assert.equal((await problems({ 'sluice.yaml': text })).length, 3);
  });
});

describe('stateFolderHint', () => {
  it('tells the state folder without a valid configuration', async () => {
    await using folder = await configFolder({ 'sluice.yaml': 'state: { folder: var }\nnonsense: 1\n' });
    const hint = (variables: Record<string, string>) => stateFolderHint({ environment: readEnvironment(variables), folder: folder.path });
    assert.equal(await hint({}), join(folder.path, 'var'));
    assert.equal(await hint({ SLUICE_STATE_FOLDER: '/s' }), '/s');
    assert.equal(await hint({ SLUICE_CONFIG: 'missing.yaml' }), join(folder.path, '.sluice'));
  });
});
