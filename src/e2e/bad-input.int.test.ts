import assert from 'node:assert/strict';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { type LinkFlowPlatform, startLinkFlowPlatform } from './testing/linkflow-platform.ts';
import { calmLoad } from './testing/load-scripts.ts';
import { recordedEvents } from './testing/recorded-events.ts';
import { type RunningSluice, startSluice } from './testing/running-sluice.ts';
import { sluiceCli } from './testing/sluice-cli.ts';
import { type OwnPlace, sluicePlace } from './testing/sluice-place.ts';

interface WrittenService {
  steps: { traffic: unknown }[];
  gate?: unknown;
  load: { script: string };
}

interface Spoiling {
  readonly name: string;
  readonly spoil: (place: OwnPlace) => Promise<void>;
  readonly says: RegExp;
}

const spoilings: readonly Spoiling[] = [
  {
    name: 'an unknown key',
    spoil: inService((service) => Object.assign(service, { gate: ['load'] })),
    says: /sluice\.yaml:\d+:\d+: services\.workflow-service\.gate: .*unknown.* "gates"/i,
  },
  {
    name: 'a value of a wrong type',
    spoil: inService((service) => Object.assign(service.steps[0] ?? {}, { traffic: 'ten' })),
    says: /sluice\.yaml:\d+:\d+: services\.workflow-service\.steps\[0\]\.traffic: .*number/i,
  },
  {
    name: 'a script that is missing',
    spoil: inService((service) => Object.assign(service.load, { script: 'lod.js' })),
    says: /sluice\.yaml:\d+:\d+: services\.workflow-service\.load\.script: .*lod\.js.*load\.js/,
  },
  {
    name: 'an SLO of 100 %',
    spoil: inSlos((text) => text.replace('targetPercent: 99.9', 'targetPercent: 100')),
    says: /slos\/[^:]*\.yaml: spec\.objectives\.0\.targetPercent: must be below 100/,
  },
  {
    name: 'two SLOs of one name',
    spoil: inSlos((text) => text.replace('name: workflow-service-error-rate', 'name: workflow-service-availability')),
    says: /slos\/[^:]*\.yaml: metadata\.name: .*workflow-service-availability.* already .*another name/,
  },
];

describe('input that is not as it should be', function () {
  this.timeout(120_000);
  let platform: LinkFlowPlatform;

  before(async () => {
    platform = await startLinkFlowPlatform({ requestsPerSecond: 0 });
  });
  after(() => platform.stop());

  async function newPlace(): Promise<OwnPlace> {
    const place = await sluicePlace(platform, async (folder) => ({ gates: ['load'], load: await calmLoad(folder) }), { slos: 'slos' });
    await cp(resolve(import.meta.dirname, '../../alerts/slos'), join(place.folder, 'slos'), { recursive: true });
    return place;
  }

  for (const { name, spoil, says } of spoilings) {
    it(`refuses a configuration with ${name}, with its place and what to do, before anything is started`, async () => {
      const place = await newPlace();
      await spoil(place);
      const gate = ['gate', 'workflow-service', '--version', 'v2', '--url', platform.places.workflow['v2'] ?? ''];
      for (const command of [['up'], gate]) {
        const { code, out, err } = await sluiceCli([...command, '--config', place.config], place.env);
        assert.equal(code, 2, `${command[0]}: ${out}${err}`);
        assert.match(err, says);
        assert.match(err, /nothing was started/);
      }
      assert.ok(!(await readdir(place.folder)).includes('state'), 'no state folder was made');
    });
  }

  describe('at the API', () => {
    let place: OwnPlace;
    let sluice: RunningSluice;
    let readerToken: string;

    before(async () => {
      place = await newPlace();
      sluice = await startSluice(place);
      const created = await sluice.call('POST', '/tokens', { name: 'looker-on', role: 'viewer' });
      assert.equal(created.status, 201, await created.clone().text());
      readerToken = ((await created.json()) as { readonly text: string }).text;
    });
    after(() => sluice.stop());

    const post = (token: string | undefined, body: string, type = 'application/json'): Promise<Response> =>
      fetch(`${sluice.url}/api/v1/releases`, {
        method: 'POST',
        headers: { 'content-type': type, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
        body,
      });
    const good = JSON.stringify({ service: 'workflow-service', version: 'v2', reason: 'a test' });

    it('answers each bad request with its status and a problem', async () => {
      const huge = JSON.stringify({ service: 'workflow-service', version: 'v2', reason: 'x'.repeat(100_000) });
      const cases: readonly (readonly [string, number, Promise<Response>])[] = [
        ['oversized', 413, post(sluice.token, huge)],
        ['not JSON', 400, post(sluice.token, '{"service":')],
        ['unknown key', 400, post(sluice.token, JSON.stringify({ ...(JSON.parse(good) as object), vresion: 'v2' }))],
        ['other type', 415, post(sluice.token, good, 'text/plain')],
        ['no token', 401, post(undefined, good)],
        ['wrong token', 401, post(`${sluice.token}x`, good)],
        ['role too low', 403, post(readerToken, good)],
      ];
      for (const [name, status, answering] of cases) {
        const response = await answering;
        assert.equal(response.status, status, name);
        assert.match(response.headers.get('content-type') ?? '', /problem\+json/, name);
        assert.match(((await response.json()) as { readonly type: string }).type, /^urn:sluice:problem:/, name);
      }
    });

    it('lets no secret into its log or the ledger, not even one that a client sends in a wrong place', async () => {
      const secrets = [sluice.token, readerToken, platform.adminToken, platform.testToken];
      await post(sluice.token, `{"service":"workflow-service","token":"${sluice.token}"}`);
      await fetch(`${sluice.url}/api/v1/releases?token=${sluice.token}`, { headers: { authorization: `Bearer ${readerToken}` } });
      const releaseId = await sluice.release('v2');
      await sluice.until(releaseId, 'the load gate has ended', ({ gates }) =>
        gates.some(({ gate, state }) => gate === 'load' && state === 'pass'),
      );
      await sluice.stop();
      const log = await readFile(sluice.logFile, 'utf8');
      assert.match(log, /"status":4\d\d|"statusCode":4\d\d/, 'refused requests are logged');
      const ledger = JSON.stringify(await recordedEvents(place.folder));
      assert.ok(ledger.includes(releaseId));
      for (const secret of secrets) {
        assert.ok(
          !log.includes(secret),
          `the log holds a secret: ${log
            .split('\n')
            .find((line) => line.includes(secret))
            ?.replace(secret, '…')}`,
        );
        assert.ok(!ledger.includes(secret), 'the ledger holds a secret');
      }
    });
  });
});

function inService(change: (service: WrittenService) => unknown): Spoiling['spoil'] {
  return async ({ config }) => {
    const written = parse(await readFile(config, 'utf8')) as { readonly services: Readonly<Record<string, WrittenService>> };
    const service = written.services['workflow-service'];
    if (service === undefined) throw new Error('the configuration names no workflow-service');
    change(service);
    await writeFile(config, stringify(written));
  };
}

function inSlos(change: (text: string) => string): Spoiling['spoil'] {
  return async ({ folder }) => {
    for (const name of await readdir(join(folder, 'slos'))) {
      const file = join(folder, 'slos', name);
      await writeFile(file, change(await readFile(file, 'utf8')));
    }
  };
}
