import assert from 'node:assert/strict';
import type { ReleaseView } from '../control-plane/domain/release/release-view.ts';
import { type LinkFlowPlatform, startLinkFlowPlatform } from './testing/linkflow-platform.ts';
import { startPrometheusDoor } from './testing/prometheus-door.ts';
import { recordedEvents } from './testing/recorded-events.ts';
import { type RunningSluice, startSluice } from './testing/running-sluice.ts';
import { type OwnPlace, sluicePlace } from './testing/sluice-place.ts';
import { startTappedProxy, type TappedProxy } from './testing/tapped-proxy.ts';
import type { ConfigChoices } from './testing/write-config.ts';

const inStep = (step: number) => (release: ReleaseView) => release.step === step && release.timeline.at(-1)?.kind === 'WeightConfirmed';
const isHeld = ({ status }: ReleaseView): boolean => status === 'held';
const hasEnded = ({ endedAtMs }: ReleaseView): boolean => endedAtMs !== undefined;

/** What a rollback is over with: it has ended before. */
const watchersTold = 'The watchers were told.';

describe('the world away in the middle of a rollout', function () {
  this.timeout(180_000);
  let platform: LinkFlowPlatform;
  let sluice: RunningSluice | undefined;
  let place: OwnPlace;
  let closing: AsyncDisposableStack;

  before(async () => {
    platform = await startLinkFlowPlatform({ requestsPerSecond: 100 });
  });
  after(() => platform.stop());
  beforeEach(async () => {
    await platform.reset();
    closing = new AsyncDisposableStack();
  });
  afterEach(async () => {
    await sluice?.stop();
    sluice = undefined;
    await closing.disposeAsync();
  });

  async function start(choices: Partial<ConfigChoices>, service: Readonly<Record<string, unknown>> = {}): Promise<RunningSluice> {
    place = await sluicePlace(platform, async () => service, choices);
    sluice = await startSluice(place);
    return sluice;
  }

  async function proxyTo(target: string): Promise<TappedProxy> {
    return closing.adopt(await startTappedProxy(target), (proxy) => proxy.close());
  }

  async function wasNeverRolledBack(running: RunningSluice): Promise<void> {
    await running.stop();
    const kinds = (await recordedEvents(place.folder)).map(({ type }) => type);
    assert.ok(!kinds.includes('RollbackStarted') && !kinds.includes('IncidentOpened'), kinds.join(' '));
    assert.ok(kinds.includes('ReleaseHeld') && kinds.includes('ReleaseResumed') && kinds.includes('ReleasePromoted'), kinds.join(' '));
  }

  it('holds while Prometheus is out of reach, and goes on when it is back', async () => {
    const prometheus = closing.adopt(await startPrometheusDoor(platform.places, 500), (door) => door.close());
    const door = await proxyTo(prometheus.url);
    const running = await start({ metrics: { source: 'prometheus', url: door.url, scrapeInterval: '500ms' } });
    const releaseId = await running.release('v2');
    await running.until(releaseId, 'the second step is under way', inStep(1));
    door.cut();
    const held = await running.until(releaseId, 'the release is held', isHeld);
    assert.ok(held.headline.includes(new URL(door.url).host) || /metrics|answer/i.test(held.headline), held.headline);
    assert.equal((await platform.weights())['v2'], 50);
    door.mend();
    assert.equal((await running.until(releaseId, 'the release ends', hasEnded)).status, 'promoted');
    assert.equal((await platform.weights())['v2'], 100);
    await wasNeverRolledBack(running);
  });

  it('holds while no target can be scraped, and goes on when they can', async () => {
    const { v1 = '', v2 = '' } = platform.places.workflow;
    const targets = [await proxyTo(v1), await proxyTo(v2)];
    const running = await start({ scraped: targets.map(({ url }) => url) }, { staleness: '3s' });
    const releaseId = await running.release('v2');
    await running.until(releaseId, 'the second step is under way', inStep(1));
    for (const target of targets) target.cut();
    const held = await running.until(releaseId, 'the release is held', isHeld);
    assert.match(held.headline, /sample is .* old|scrape/);
    for (const target of targets) target.mend();
    assert.equal((await running.until(releaseId, 'the release ends', hasEnded)).status, 'promoted');
    await wasNeverRolledBack(running);
  });

  it("holds at a step's weight while the gateway's admin API is away, and sets it when it is back", async () => {
    const admin = await proxyTo(platform.places.admin);
    const running = await start({ adminUrl: admin.url });
    admin.tap = ({ method, moment }) => {
      if (method !== 'PUT' || moment !== 'asked') return;
      admin.cut();
      throw new Error('away');
    };
    const releaseId = await running.release('v2');
    const held = await running.until(releaseId, 'the release is held', isHeld);
    assert.match(held.headline, /gateway's admin API .* did not answer/);
    assert.equal(held.timeline.at(-2)?.kind, 'StepStarted');
    assert.equal((await platform.weights())['v2'], 0);
    admin.tap = () => undefined;
    admin.mend();
    assert.equal((await running.until(releaseId, 'the release ends', hasEnded)).status, 'promoted');
    await wasNeverRolledBack(running);
  });

  it('goes on rolling back for as long as the admin API is away, and loses nothing of it', async () => {
    const admin = await proxyTo(platform.places.admin);
    const running = await start({ adminUrl: admin.url });
    let refused = 0;
    admin.tap = ({ method, body, moment }) => {
      if (method !== 'PUT' || moment !== 'asked' || !body.includes('"v3":0')) return;
      refused += 1;
      throw new Error('away');
    };
    const releaseId = await running.release('v3');
    await running.until(releaseId, 'several tries were in vain', () => refused > 4);
    assert.equal((await running.view(releaseId)).status, 'rolling-back');
    assert.notEqual((await platform.weights())['v3'], 0);
    admin.tap = () => undefined;
    const release = await running.until(releaseId, 'the watchers are told', ({ timeline }) => timeline.at(-1)?.sentence === watchersTold);
    assert.equal(release.status, 'rolled-back');
    assert.match(release.headline, /canary/);
    assert.deepEqual(await platform.weights(), { v1: 100, v2: 0, v3: 0, v4: 0 });
    await running.stop();
    const kinds = (await recordedEvents(place.folder)).map(({ type }) => type);
    assert.equal(kinds.filter((kind) => kind === 'IncidentOpened').length, 1);
    assert.equal(kinds.filter((kind) => kind === 'RollbackStepCompleted').length, 3);
  });
});
