import assert from 'node:assert/strict';
import type { ReleaseNews } from '../control-plane/control/control-plane.ts';
import type { ReleaseView } from '../control-plane/domain/release/release-view.ts';
import { childProcesses, type SeenProcess, stillRuns } from './testing/child-processes.ts';
import { eventually } from './testing/eventually.ts';
import { type LinkFlowPlatform, startLinkFlowPlatform } from './testing/linkflow-platform.ts';
import { calmLoad } from './testing/load-scripts.ts';
import { recordedEvents } from './testing/recorded-events.ts';
import { type RunningSluice, startSluice } from './testing/running-sluice.ts';
import { sluiceCli } from './testing/sluice-cli.ts';
import { type OwnPlace, plannedPercents, sluicePlace, youngBudget } from './testing/sluice-place.ts';
import { type PassingRequest, startTappedProxy, type TappedProxy } from './testing/tapped-proxy.ts';
import { contentGates } from './testing/write-config.ts';

/** When to kill: at a record of the ledger, while a child process runs, or while a weight is on its way to the gateway. */
type Moment = { readonly name: string } & (
  | { readonly kind: 'recorded'; readonly isIt: (news: ReleaseNews) => boolean }
  | { readonly kind: 'child-runs'; readonly program: string }
  | { readonly kind: 'on-the-way'; readonly trafficPercent: number; readonly moment: PassingRequest['moment'] }
);

function recorded(name: string, isIt: (news: ReleaseNews) => boolean): Moment {
  return { name, kind: 'recorded', isIt };
}

function childRuns(program: string): Moment {
  return { name: `${program} runs`, kind: 'child-runs', program };
}

function onTheWay(trafficPercent: number, moment: PassingRequest['moment']): Moment {
  const name = moment === 'asked' ? 'before the gateway hears of it' : 'before the gateway has confirmed it';
  return { name: `${trafficPercent} %, ${name}`, kind: 'on-the-way', trafficPercent, moment };
}

const begun = (gate: string) =>
  recorded(`the ${gate} gate runs`, ({ event, sentence }) => event.kind === 'GateStarted' && sentence.includes(` ${gate} `));
const lookedAt = (step: number) =>
  recorded(`in the middle of step ${step + 1}`, ({ event, release }) => event.kind === 'CanaryObserved' && release.step === step);
const rolledBack = (what: string) =>
  recorded(`rolling back: ${what}`, ({ event, sentence }) => event.kind === 'RollbackStepCompleted' && sentence.includes(what));

/** What a rollback is over with: it has ended before. */
const watchersTold = 'The watchers were told.';

describe('sluice up, killed with -9', function () {
  this.timeout(300_000);
  let platform: LinkFlowPlatform;
  let admin: TappedProxy;
  let place: OwnPlace;
  let sluice: RunningSluice;
  /** What the gateway was told of the candidate, in order. */
  let told: number[];
  let children: SeenProcess[];

  before(async () => {
    platform = await startLinkFlowPlatform({ requestsPerSecond: 100 });
  });
  after(() => platform.stop());
  beforeEach(async () => {
    await platform.reset();
    told = [];
    children = [];
    admin = await startTappedProxy(platform.places.admin);
  });
  afterEach(async () => {
    await sluice.kill();
    await admin.close();
  });

  async function start(service: (folder: string) => Promise<Readonly<Record<string, unknown>>>): Promise<void> {
    place = await sluicePlace(platform, service, { adminUrl: admin.url });
    sluice = await startSluice(place);
  }

  /** Kills at each of the moments in turn, and starts on the same folder each time. */
  async function killAt(releaseId: string, version: string, moments: readonly Moment[]): Promise<void> {
    for (const moment of moments) {
      await reach(releaseId, version, moment);
      await sluice.kill();
      admin.tap = note(version);
      assert.ok([0, ...plannedPercents].includes((await platform.weights())[version] ?? 0), `killed at: ${moment.name}`);
      sluice = await startSluice(place);
    }
  }

  /** Resolves once the moment has come; one on the way has killed by then, since nothing may happen in between. */
  async function reach(releaseId: string, version: string, moment: Moment): Promise<void> {
    switch (moment.kind) {
      case 'recorded':
        for await (const news of sluice.news(releaseId)) {
          if (moment.isIt(news)) return;
        }
        throw new Error(`the release ended before: ${moment.name}`);
      case 'child-runs': {
        const isIt = ({ command }: SeenProcess): boolean => command.includes(moment.program);
        children.push(await eventually(moment.name, () => childProcesses(sluice.pid).find(isIt)));
        return;
      }
      case 'on-the-way': {
        let killed: true | undefined;
        let last: ReleaseView | undefined;
        const remember = note(version);
        admin.tap = (request) => {
          remember(request);
          if (weightIn(request, version) !== moment.trafficPercent || request.moment !== moment.moment) return;
          process.kill(sluice.pid, 'SIGKILL');
          killed = true;
          // What has not passed yet never will: the proxy cuts the connection when its tap throws.
          throw new Error('killed');
        };
        const looking = async (): Promise<true | undefined> => {
          if (killed === undefined) last = await sluice.view(releaseId).catch(() => last);
          return killed;
        };
        await eventually(`killed at: ${moment.name}`, looking, { lastSeen: () => JSON.stringify(last?.timeline.slice(-4)) });
      }
    }
  }

  function note(version: string): TappedProxy['tap'] {
    return (request) => {
      const weight = weightIn(request, version);
      if (weight !== undefined && request.moment === 'answered') told.push(weight);
    };
  }

  async function nothingIsLeft(): Promise<void> {
    await eventually(
      'verifier and load engine end with the process that started them',
      () => (children.some(stillRuns) ? undefined : true),
      {
        lastSeen: () =>
          children
            .filter(stillRuns)
            .map(({ command }) => command)
            .join('; '),
      },
    );
  }

  async function ledgerIsIntact(): Promise<void> {
    await sluice.stop();
    const { code, out, err } = await sluiceCli(['ledger', 'verify', '--offline', '--config', place.config], place.env);
    assert.equal(code, 0, `${out}${err}`);
  }

  it('brings a healthy version to the end it would have had, from ten moments and one', async () => {
    await start(async (folder) => ({
      gates: ['freeze', 'contract', 'load', 'budget'],
      ...contentGates(folder, '3s'),
      load: await calmLoad(folder),
      budget: youngBudget,
    }));
    const releaseId = await sluice.release('v2');
    const moments = [
      recorded('the release was requested', () => true),
      childRuns('verify-child'),
      childRuns('load-engine'),
      begun('budget'),
      onTheWay(10, 'asked'),
      onTheWay(10, 'answered'),
      lookedAt(0),
      onTheWay(50, 'answered'),
      lookedAt(1),
      onTheWay(100, 'asked'),
      lookedAt(2),
    ];
    await killAt(releaseId, 'v2', moments);
    const release = await sluice.until(releaseId, 'the release ends', ({ endedAtMs }) => endedAtMs !== undefined);
    assert.equal(release.status, 'promoted', release.headline);
    assert.deepEqual(await platform.weights(), { v1: 0, v2: 100, v3: 0, v4: 0 });
    assert.deepEqual(changesOf(told), plannedPercents);
    assert.equal(children.length, 2);
    await nothingIsLeft();
    await ledgerIsIntact();
    const kinds = (await recordedEvents(place.folder)).map(({ type }) => type);
    for (const [kind, count] of Object.entries({
      ReleaseRequested: 1,
      StepStarted: 3,
      WeightConfirmed: 3,
      StepPassed: 3,
      ReleasePromoted: 1,
    }))
      assert.equal(kinds.filter((each) => each === kind).length, count, kind);
    assert.ok(!kinds.includes('RollbackStarted') && !kinds.includes('IncidentOpened'));
  });

  it('rolls a bad version back to the end, with one incident, from every moment of the rollback', async () => {
    await start(async () => ({ gates: ['freeze'] }));
    const releaseId = await sluice.release('v3');
    await killAt(releaseId, 'v3', [
      onTheWay(0, 'asked'),
      onTheWay(0, 'answered'),
      recorded('the rollback has started', ({ event }) => event.kind === 'RollbackStarted'),
      rolledBack('baseline'),
      rolledBack('incident'),
    ]);
    const release = await sluice.until(releaseId, 'the watchers are told', ({ timeline }) => timeline.at(-1)?.sentence === watchersTold);
    assert.equal(release.status, 'rolled-back', release.headline);
    assert.match(release.headline, /availability|error rate/);
    assert.deepEqual(await platform.weights(), { v1: 100, v2: 0, v3: 0, v4: 0 });
    assert.deepEqual(changesOf(told).at(-1), 0);
    await ledgerIsIntact();
    const kinds = (await recordedEvents(place.folder)).map(({ type }) => type);
    for (const kind of ['RollbackStarted', 'IncidentOpened', 'ReleaseEnded'])
      assert.equal(kinds.filter((each) => each === kind).length, 1, kind);
    assert.equal(kinds.filter((kind) => kind === 'RollbackStepCompleted').length, 3);
  });
});

/** What a request to the admin API makes of the candidate's weight; undefined for a request that changes none. */
function weightIn({ method, body }: PassingRequest, version: string): number | undefined {
  if (method !== 'PUT') return undefined;
  return (JSON.parse(body) as { readonly weights: Readonly<Record<string, number>> }).weights[version];
}

/** Setting a weight again changes nothing. */
function changesOf(weights: readonly number[]): readonly number[] {
  return weights.filter((weight, index) => weight !== weights[index - 1]);
}
