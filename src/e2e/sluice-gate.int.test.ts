import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LinkFlowPlatform, startLinkFlowPlatform } from './testing/linkflow-platform.ts';
import { calmLoad, loadScripts, writeLoadScript } from './testing/load-scripts.ts';
import { type CliEnd, sluiceCli } from './testing/sluice-cli.ts';
import { type OwnPlace, sluicePlace, youngBudget } from './testing/sluice-place.ts';
import { contentGates } from './testing/write-config.ts';

describe('sluice gate against a version under test', function () {
  this.timeout(120_000);
  let platform: LinkFlowPlatform;
  let place: OwnPlace;

  before(async () => {
    platform = await startLinkFlowPlatform({ requestsPerSecond: 0 });
  });
  after(() => platform.stop());
  beforeEach(async () => {
    place = await sluicePlace(platform, async (folder) => ({
      gates: ['freeze', 'contract', 'load', 'budget'],
      contract: contentGates(folder, '2s').contract,
      load: await calmLoad(folder),
      budget: youngBudget,
    }));
  });

  const gate = (version: string, url: string | undefined, ...more: readonly string[]): Promise<CliEnd> =>
    sluiceCli(['gate', 'workflow-service', '--version', version, '--url', url ?? '', '--config', place.config, ...more], {
      WORKFLOW_TEST_TOKEN: platform.testToken,
    });

  it('passes a healthy one, and writes JUnit', async () => {
    const junit = join(place.folder, 'gate.xml');
    await writeLoadScript(place.folder, loadScripts.busy);
    const { code, out, err } = await gate('v2', platform.places.workflow['v2'], '--junit', junit);
    assert.equal(code, 0, `${out}${err}`);
    const xml = await readFile(junit, 'utf8');
    assert.match(xml, /<testsuites[^>]* failures="0"/);
    for (const name of ['contract', 'load', 'budget']) assert.ok(xml.includes(name), name);
  });

  it('blocks one that breaks its contract, and names the field', async () => {
    const { code, out, err } = await gate('v4', platform.places.workflow['v4'], '--json');
    assert.equal(code, 3, err);
    const { decision, reasons } = JSON.parse(out) as {
      readonly decision: string;
      readonly reasons: readonly { sentence: string; gate: string }[];
    };
    assert.equal(decision, 'blocked');
    assert.ok(
      reasons.some((reason) => reason.gate === 'contract' && reason.sentence.includes('name')),
      out,
    );
  });

  it('is an error, and no verdict, where nothing listens', async () => {
    const { code, out, err } = await gate('v2', 'http://127.0.0.1:9', '--json');
    assert.equal(code, 1, `${out}${err}`);
    assert.match(out, /accepts no connection at http:\/\/127\.0\.0\.1:9/);
    assert.doesNotMatch(out, /"verdict": "fail"/, 'nothing was measured of the version');
  });

  it('is inconclusive when the script measures nothing', async () => {
    await writeLoadScript(place.folder, loadScripts.measuresNothing);
    const { code, out, err } = await gate('v2', platform.places.workflow['v2'], '--json');
    assert.equal(code, 4, `${out}${err}`);
    assert.match(out, /nothing was measured/);
  });
});
