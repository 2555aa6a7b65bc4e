import assert from 'node:assert/strict';
import type { ReleaseNews } from './control-plane.ts';
import { releaseStream } from './ledger-streams.ts';
import type { Ledger } from './ports/ledger.ts';
import { createReconciler } from './reconciler.ts';
import { checkout, firstRelease, type SmallWorld, settled, smallWorld } from './testing/small-world.ts';
import { watchRelease } from './watch-release.ts';

const steer = { releaseId: firstRelease, actor: 'operator', reason: 'says so' };

/** A watcher that keeps what it was told. */
function watcher(
  world: SmallWorld,
  { after = 0, ledger = world.ledger }: { readonly after?: number; readonly ledger?: Ledger } = {},
): { readonly news: ReleaseNews[]; readonly leave: AbortController; readonly over: Promise<void> } {
  const news: ReleaseNews[] = [];
  const leave = new AbortController();
  const listen = async (): Promise<void> => {
    for await (const one of watchRelease({ ledger, clock: world.clock }, firstRelease, after, leave.signal)) news.push(one);
  };
  return { news, leave, over: listen() };
}

function kinds({ news }: { readonly news: readonly ReleaseNews[] }): readonly string[] {
  return news.map(({ event }) => event.kind);
}

describe('watchRelease', () => {
  let world: SmallWorld;
  const request = () => world.controlPlane.requestRelease({ service: checkout, version: 'v2', actor: 'ci' });
  const append = async (version: number, ...kindsOf: readonly string[]): Promise<void> => {
    const events = kindsOf.map((kind) => ({ kind, cause: 'world', about: 'x', sentence: 'x', atMs: 0 }));
    assert.ok((await world.ledger.append(releaseStream(firstRelease), version, events)).ok);
  };

  beforeEach(async () => {
    world = await smallWorld({ historySeconds: 15 });
  });
  afterEach(() => assert.equal(world.clock.sleepers(), 0, 'a watcher left a timer'));

  it('tells nothing of a release that was never requested, and ends', async () => {
    const watching = watcher(world);
    await watching.over;
    assert.deepEqual(watching.news, []);
  });

  it('tells what was, then what comes, and ends with the release', async () => {
    await request();
    const watching = watcher(world);
    await settled();
    assert.deepEqual(kinds(watching), ['ReleaseRequested']);
    await append(1, 'ReleaseHeld');
    await settled();
    assert.deepEqual(kinds(watching), ['ReleaseRequested', 'ReleaseHeld']);
    await world.controlPlane.abort(steer);
    await watching.over;
    assert.deepEqual(kinds(watching), ['ReleaseRequested', 'ReleaseHeld', 'ReleaseEnded']);
  });

  it('shows the release as each event left it, and a sentence for people', async () => {
    await request();
    await append(1, 'ReleaseHeld');
    await world.controlPlane.abort(steer);
    const watching = watcher(world);
    await watching.over;
    assert.deepEqual(
      watching.news.map(({ release, sentence, position }) => [position, release.status, sentence, release.timeline.length]),
      [
        [1, 'gating', 'ci asked for checkout v2 in test.', 1],
        [2, 'held', 'Held: x.', 2],
        [3, 'aborted', 'Ended: aborted by operator: says so.', 3],
      ],
    );
    const answer = await world.controlPlane.release(firstRelease);
    assert.deepEqual(watching.news.at(-1)?.release, answer.ok ? answer.value : undefined);
  });

  it('goes on after a position, and tells nothing twice', async () => {
    await request();
    await append(1, 'ReleaseHeld', 'ReleaseResumed');
    const watching = watcher(world, { after: 2 });
    await settled();
    await world.controlPlane.abort(steer);
    await watching.over;
    assert.deepEqual(kinds(watching), ['ReleaseResumed', 'ReleaseEnded']);
    const late = watcher(world, { after: 4 });
    await late.over;
    assert.deepEqual(late.news, []);
  });

  it('misses nothing that is recorded while it reads', async () => {
    await request();
    let raced = false;
    const read: Ledger['read'] = async (stream, after) => {
      const records = await world.ledger.read(stream, after);
      if (!raced) {
        raced = true;
        await append(1, 'ReleaseHeld');
        await settled();
      }
      return records;
    };
    const watching = watcher(world, { ledger: { ...world.ledger, read } });
    await settled();
    await settled();
    assert.deepEqual(kinds(watching), ['ReleaseRequested', 'ReleaseHeld']);
    watching.leave.abort();
    await watching.over;
  });

  it('finds what another replica recorded, which nobody announces here', async () => {
    await request();
    const watching = watcher(world, { ledger: { ...world.ledger, follow: () => () => undefined } });
    await settled();
    await append(1, 'ReleaseHeld');
    await world.pass(2);
    assert.deepEqual(kinds(watching), ['ReleaseRequested', 'ReleaseHeld']);
    await world.controlPlane.abort(steer);
    await world.pass(2);
    await watching.over;
  });

  it('ends at once when its watcher leaves', async () => {
    await request();
    const watching = watcher(world);
    await settled();
    watching.leave.abort();
    await watching.over;
    const gone = watcher(world);
    gone.leave.abort();
    await gone.over;
    assert.deepEqual(gone.news, []);
  });

  it('stops listening when its watcher breaks off', async () => {
    await request();
    let followers = 0;
    const follow: Ledger['follow'] = (listener) => {
      followers += 1;
      const stop = world.ledger.follow(listener);
      return () => {
        followers -= 1;
        stop();
      };
    };
    const ledger = { ...world.ledger, follow };
    for await (const { event } of watchRelease({ ledger, clock: world.clock }, firstRelease, 0, new AbortController().signal)) {
      assert.deepEqual([event.kind, followers], ['ReleaseRequested', 1]);
      break;
    }
    assert.equal(followers, 0);
  });

  it('rejects when the ledger is out of reach', async () => {
    await request();
    const ledger = { ...world.ledger, read: () => Promise.reject(new Error('connection lost')) };
    await assert.rejects(watcher(world, { ledger }).over, /connection lost/);
  });

  it('tells a whole rollout in the order of the ledger', async () => {
    const reconciler = createReconciler(world.ports, 'a');
    await reconciler.start();
    await request();
    const watching = watcher(world);
    await world.passUntil(() => watching.news.at(-1)?.release.endedAtMs !== undefined, 120);
    await watching.over;
    const records = await world.ledger.read(releaseStream(firstRelease));
    assert.deepEqual(
      watching.news.map(({ position }) => position),
      records.map(({ position }) => position),
    );
    const stopped = reconciler.stop();
    await settled();
    await stopped;
  });
});
