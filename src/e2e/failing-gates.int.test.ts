import assert from 'node:assert/strict';
import type { GateView, ReleaseView } from '../control-plane/domain/release/release-view.ts';
import { childProcesses, type SeenProcess, stillRuns } from './testing/child-processes.ts';
import { eventually } from './testing/eventually.ts';
import { type LinkFlowPlatform, startLinkFlowPlatform } from './testing/linkflow-platform.ts';
import { calmLoad, loadScripts, writeLoadScript } from './testing/load-scripts.ts';
import { recordedEvents } from './testing/recorded-events.ts';
import { type RunningSluice, startSluice } from './testing/running-sluice.ts';
import { type OwnPlace, sluicePlace } from './testing/sluice-place.ts';
import { contentGates } from './testing/write-config.ts';

const hasEnded = ({ endedAtMs }: ReleaseView): boolean => endedAtMs !== undefined;

function gateIn(release: ReleaseView, name: GateView['gate']): GateView {
  const gate = release.gates.find((each) => each.gate === name);
  if (gate === undefined) throw new Error(`the release has no ${name} gate`);
  return gate;
}

describe('gates that cannot be run', function () {
  this.timeout(180_000);
  let platform: LinkFlowPlatform;
  let place: OwnPlace;
  let sluice: RunningSluice;

  before(async () => {
    platform = await startLinkFlowPlatform({ requestsPerSecond: 0 });
  });
  after(() => platform.stop());
  beforeEach(() => platform.reset());
  afterEach(() => sluice.kill());

  async function start(gates: readonly string[], load: Readonly<Record<string, unknown>>, deadline: string): Promise<void> {
    place = await sluicePlace(platform, async (folder) => ({
      gates,
      deadline,
      ...(gates.includes('contract') ? { contract: contentGates(folder, '2s').contract } : {}),
      load: { ...(await calmLoad(folder)), ...load },
    }));
    sluice = await startSluice(place);
  }

  /** Waits until the load gate has been tried twice, and answers how the second try ended. */
  async function secondTry(script: string): Promise<{ readonly releaseId: string; readonly gate: GateView }> {
    await writeLoadScript(place.folder, script);
    const releaseId = await sluice.release('v2');
    const twice = (release: ReleaseView): boolean => {
      const { state, attempt } = gateIn(release, 'load');
      return attempt >= 2 && state !== 'running' && release.status === 'held';
    };
    return { releaseId, gate: gateIn(await sluice.until(releaseId, 'the load gate has failed twice', twice), 'load') };
  }

  async function mendAndPass(releaseId: string): Promise<void> {
    await writeLoadScript(place.folder, loadScripts.calm);
    await sluice.until(releaseId, 'the load gate passes', (release) => gateIn(release, 'load').state === 'pass');
    await sluice.call('POST', `/releases/${releaseId}/abort`, { reason: 'the gate has passed, and that was the question' });
    await sluice.until(releaseId, 'the release ends', hasEnded);
  }

  it('holds on a load script that throws, eats memory or measures nothing, tries again, and passes once it is mended', async () => {
    await start(['load'], { memory: '320MiB' }, '10m');
    const thrown = await secondTry(loadScripts.throwsAtOnce);
    assert.equal(thrown.gate.state, 'inconclusive');
    assert.match(thrown.gate.reasons[0]?.sentence ?? '', /refused: .*load\.js.*the script can not begin/);
    await mendAndPass(thrown.releaseId);

    const greedy = await secondTry(loadScripts.eatsMemory);
    assert.equal(greedy.gate.state, 'error', JSON.stringify(greedy.gate));
    assert.match(greedy.gate.reasons[0]?.sentence ?? '', /memory/);
    await mendAndPass(greedy.releaseId);

    const idle = await secondTry(loadScripts.measuresNothing);
    assert.equal(idle.gate.state, 'inconclusive');
    assert.match(idle.gate.reasons.map(({ sentence }) => sentence).join(' '), /nothing was measured/);
    await mendAndPass(idle.releaseId);
    assert.deepEqual(await platform.weights(), { v1: 100, v2: 0, v3: 0, v4: 0 });
  });

  it('tries a load script that hangs until the deadline of the release, and aborts then', async () => {
    await start(['load'], { deadline: '1s' }, '12s');
    await writeLoadScript(place.folder, loadScripts.hangs);
    const releaseId = await sluice.release('v2');
    const release = await sluice.until(releaseId, 'the release ends', hasEnded);
    assert.equal(release.status, 'aborted', release.headline);
    assert.match(release.headline, /deadline passed while waiting: .*load run was not done after 1 s/);
    assert.ok(release.timeline.filter(({ kind }) => kind === 'GateErrored').length >= 1);
    assert.ok((release.endedAtMs ?? 0) >= release.deadlineAtMs);
    assert.equal(release.exposedRequests, 0);
    assert.deepEqual(childProcesses(sluice.pid), []);
  });

  it('leaves no hanging load engine behind when it is killed itself', async () => {
    await start(['load'], { deadline: '10m' }, '10m');
    await writeLoadScript(place.folder, loadScripts.hangs);
    const releaseId = await sluice.release('v2');
    const engine = await eventually('the load engine runs', () => childProcesses(sluice.pid).find(isEngine));
    await sluice.kill();
    await eventually('the engine has ended', () => (stillRuns(engine) ? undefined : true));
    sluice = await startSluice(place);
    await sluice.until(releaseId, 'the gate is run again', (release) => gateIn(release, 'load').attempt === 2);
  });

  it('runs the contract gate again when its verifier was killed', async () => {
    await start(['contract', 'load'], {}, '10m');
    const releaseId = await sluice.release('v2');
    const verifier = await eventually('the verifier runs', () => childProcesses(sluice.pid).find(isVerifier));
    process.kill(verifier.pid, 'SIGKILL');
    const held = await sluice.until(releaseId, 'the release is held', ({ status }) => status === 'held');
    assert.match(held.headline, /contract gate could not be run: .*SIGKILL/);
    await sluice.until(releaseId, 'the contract gate passes', (release) => gateIn(release, 'contract').state === 'pass');
    await sluice.until(releaseId, 'the load gate passes', (release) => gateIn(release, 'load').state === 'pass');
    await sluice.stop();
    const kinds = (await recordedEvents(place.folder)).map(({ type }) => type);
    assert.equal(kinds.filter((kind) => kind === 'GateErrored').length, 1);
  });
});

const isEngine = ({ command }: SeenProcess): boolean => command.includes('load-engine/main');
const isVerifier = ({ command }: SeenProcess): boolean => command.includes('verify-child');
