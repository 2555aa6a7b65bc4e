import assert from 'node:assert/strict';
import type { ReleaseView } from '../../domain/release/release-view.ts';
import { releaseStream } from '../ledger-streams.ts';
import { createReconciler, type Reconciler } from '../reconciler.ts';
import type { ReconcilerPorts } from '../reconciler-ports.ts';
import { checkout, firstRelease, type SmallWorld, settled, smallWorld, viewOf } from './small-world.ts';

/** A small world with a reconciler in it, for one release. */
export interface ReleaseScene {
  /** Throws before `open`. */
  readonly world: SmallWorld;
  open(options?: Parameters<typeof smallWorld>[0]): Promise<void>;
  /** Stops the reconciler and starts another, on other ports if some are given. */
  restart(ports?: ReconcilerPorts): Promise<void>;
  stop(): Promise<void>;
  request(options?: { readonly fix?: boolean }): Promise<void>;
  view(): Promise<ReleaseView>;
  status(): Promise<ReleaseView['status']>;
  until(status: ReleaseView['status'], seconds?: number): Promise<void>;
  untilTraffic(percent: number): Promise<void>;
  untilLoadRuns(): Promise<void>;
  /** What the router was told, oldest first: the candidate's percents. */
  percents(): readonly number[];
  eventKinds(): Promise<readonly string[]>;
  /** To be called after each test: a reconciler that was stopped has left no timer. */
  close(): Promise<void>;
}

/** A person and a reason, for commands. */
export const by = { actor: 'operator', reason: 'says so' };

/** The first release of the service, steered by that person. */
export const steer = { releaseId: firstRelease, ...by };

/** A scene that is not open yet. */
export function releaseScene(): ReleaseScene {
  let opened: SmallWorld | undefined;
  let reconciler: Reconciler | undefined;
  const world = (): SmallWorld => opened ?? assert.fail('the scene is not open');
  const stop = async (): Promise<void> => {
    const stopped = reconciler?.stop();
    await settled();
    await stopped;
  };
  const start = async (ports: ReconcilerPorts): Promise<void> => {
    reconciler = createReconciler(ports, 'replica-1');
    await reconciler.start();
  };
  const percents = (): readonly number[] =>
    world()
      .router.changes()
      .map((change) => change.weights.v2 ?? 0);
  return {
    get world() {
      return world();
    },
    async open(options = {}) {
      opened = await smallWorld(options);
      await start(opened.ports);
    },
    async restart(ports = world().ports) {
      await stop();
      await start(ports);
    },
    stop,
    async request({ fix = false } = {}) {
      const request = { service: checkout, version: 'v2', actor: 'ci', reason: 'a reason', fix };
      const answer = await world().controlPlane.requestRelease(request);
      if (!answer.ok) assert.fail(answer.refusal.sentence);
    },
    view: () => viewOf(world()),
    status: async () => (await viewOf(world())).status,
    until: (status, seconds = 300) => world().passUntil(async () => (await viewOf(world())).status === status, seconds),
    untilTraffic: (percent) => world().passUntil(() => percents().includes(percent), 300),
    untilLoadRuns: () => world().passUntil(() => world().load.running() === 1, 60),
    percents,
    async eventKinds() {
      const records = await world().ledger.read(releaseStream(firstRelease));
      return records.map((record) => (record.event as { readonly kind: string }).kind);
    },
    async close() {
      await stop();
      assert.equal(world().clock.sleepers(), 0, 'a stopped reconciler left a timer');
    },
  };
}
