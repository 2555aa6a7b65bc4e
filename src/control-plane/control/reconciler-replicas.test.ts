import assert from 'node:assert/strict';
import { createReconciler, type Reconciler } from './reconciler.ts';
import { type Intercept, interceptedPorts, never, type PortCall } from './testing/intercepted-ports.ts';
import { checkout, firstRelease, quickPlan, type SmallWorld, settled, smallWorld, viewOf } from './testing/small-world.ts';

const [firstStep, lastStep] = quickPlan.steps;
assert.ok(firstStep !== undefined && lastStep !== undefined);

/** Calls that do something to the world, or that would be done twice if two replicas acted. */
const acts = /^(router\.setWeights|contracts\.|load\.|notifier\.)/;

/** Watches who acts: two at once are a fault. */
function watchActing(): {
  readonly intercept: (replica: string) => Intercept;
  readonly acted: () => readonly string[];
  readonly faults: string[];
} {
  const acting = new Set<string>();
  const acted: string[] = [];
  const faults: string[] = [];
  const intercept =
    (replica: string): Intercept =>
    async (call: PortCall) => {
      if (!acts.test(call.name)) return call.perform();
      const others = [...acting].filter((other) => other !== replica);
      if (others.length > 0) faults.push(`${replica} did ${call.name} while ${others.join()} acted`);
      acting.add(replica);
      acted.push(`${replica} ${call.name}`);
      try {
        return await call.perform();
      } finally {
        acting.delete(replica);
      }
    };
  return { intercept, acted: () => acted, faults };
}

/** A process that can be suspended, as a machine that is put to sleep: no answer and no timer reaches it until it is resumed. */
function suspendable(
  { ports, clock }: SmallWorld,
  onAnswer: (name: string) => void = () => undefined,
): { readonly reconciler: Reconciler; suspend(): void; resume(): void } {
  let awake: Promise<void> = Promise.resolve();
  let resume: (() => void) | undefined;
  const intercept: Intercept = async (call) => {
    await awake;
    const answer = await call.perform();
    onAnswer(call.name);
    await awake;
    return answer;
  };
  const sleepy = {
    now: () => clock.now(),
    async sleep(ms: number, signal?: AbortSignal) {
      await clock.sleep(ms, signal);
      await awake;
    },
  };
  return {
    reconciler: createReconciler({ ...interceptedPorts(ports, intercept), clock: sleepy }, 'sleeper'),
    suspend() {
      ({ promise: awake, resolve: resume } = Promise.withResolvers<void>());
    },
    resume: () => resume?.(),
  };
}

describe('two replicas', () => {
  let world: SmallWorld;
  const running: Reconciler[] = [];

  const start = async (reconciler: Reconciler): Promise<Reconciler> => {
    await reconciler.start();
    running.push(reconciler);
    return reconciler;
  };
  const request = async (): Promise<void> => {
    assert.ok((await world.controlPlane.requestRelease({ service: checkout, version: 'v2', actor: 'ci' })).ok);
  };
  const until = (status: string, seconds = 300): Promise<void> =>
    world.passUntil(async () => (await viewOf(world)).status === status, seconds);
  const percents = (): readonly (number | undefined)[] => world.router.changes().map(({ weights }) => weights.v2);

  afterEach(async () => {
    const stopped = Promise.all(running.splice(0).map((reconciler) => reconciler.stop()));
    await settled();
    await stopped;
  });

  it('never act at once, and bring a release to its end together', async () => {
    world = await smallWorld({ loadSeconds: 60 });
    const watch = watchActing();
    await start(createReconciler(interceptedPorts(world.ports, watch.intercept('a')), 'a'));
    await start(createReconciler(interceptedPorts(world.ports, watch.intercept('b')), 'b'));
    await request();
    await until('promoted');
    assert.deepEqual(watch.faults, []);
    assert.deepEqual(percents(), [10, 100]);
    assert.deepEqual(
      watch.acted().map((line) => line.slice(2)),
      ['contracts.verify', 'load.run', 'router.setWeights', 'router.setWeights'],
    );
  });

  it('take over from each other when one is stopped in the middle of a load run', async () => {
    world = await smallWorld({ loadSeconds: 60 });
    const first = await start(createReconciler(world.ports, 'a'));
    await request();
    await world.passUntil(() => world.load.running() === 1, 60);
    await start(createReconciler(world.ports, 'b'));
    await first.stop();
    assert.equal(world.load.running(), 0);
    await until('promoted');
    assert.equal((await viewOf(world)).gates[2]?.attempt, 2);
  });

  it('take over from one that died, once its lease has run out and not before', async () => {
    world = await smallWorld({ loadSeconds: 60 });
    let dead = false;
    const mortal: Intercept = (call) => (dead ? never() : call.perform());
    void createReconciler(
      interceptedPorts(world.ports, mortal, () => dead),
      'a',
    ).start();
    await settled();
    await request();
    await world.passUntil(() => world.load.running() === 1, 60);
    dead = true;
    const diedMs = world.clock.now();
    await start(createReconciler(world.ports, 'b'));
    await world.passUntil(() => world.load.requests().length === 2, 60);
    const silentMs = world.clock.now() - diedMs;
    assert.ok(silentMs >= 9_000 && silentMs <= 21_000, `taken over after ${silentMs} ms`);
    await until('promoted');
  });

  it('see within seconds that a person aborted at the other one, also during a load run', async () => {
    world = await smallWorld({ loadSeconds: 600 });
    const deaf = { ...world.ports, ledger: { ...world.ledger, follow: () => () => undefined } };
    await start(createReconciler(deaf, 'a'));
    await request();
    await world.passUntil(() => world.load.running() === 1, 60);
    await world.controlPlane.abort({ releaseId: firstRelease, actor: 'operator', reason: 'wrong build' });
    await world.pass(6);
    assert.equal(world.load.running(), 0);
  });

  it('see within seconds that a person approved at the other one', async () => {
    world = await smallWorld({ plan: { ...quickPlan, gates: ['approval'] } });
    const deaf = { ...world.ports, ledger: { ...world.ledger, follow: () => () => undefined } };
    await start(createReconciler(deaf, 'a'));
    await request();
    await until('held');
    await world.controlPlane.approve({ releaseId: firstRelease, actor: 'operator', reason: 'reviewed' });
    await world.pass(6);
    assert.equal((await viewOf(world)).status, 'rolling-out');
  });

  it('drop what one decides that was suspended while the other went on', async () => {
    world = await smallWorld({ loadSeconds: 60 });
    world.load.setBehaviour('slow');
    const sleeper = suspendable(world);
    await start(sleeper.reconciler);
    await request();
    await world.passUntil(() => world.load.running() === 1, 60);
    sleeper.suspend();
    world.load.setBehaviour('fast');
    await start(createReconciler(world.ports, 'b'));
    await world.passUntil(() => world.load.requests().length === 2, 60);
    world.load.setBehaviour('slow');
    // The sleeper's run has ended as a fail by now, which must not block a release that another replica is testing anew.
    await world.passUntil(() => world.load.running() === 1, 60);
    world.load.setBehaviour('fast');
    sleeper.resume();
    await until('promoted');
    assert.deepEqual(percents(), [10, 100]);
  });

  it('move no traffic forward again that was rolled back while one was suspended', async () => {
    world = await smallWorld({ loadSeconds: 2 });
    let asked = 0;
    const sleeper = suspendable(world, (name) => {
      if (name === 'router.read') asked += 1;
      // For the baseline, for the baseline once more, and before the first weight is set.
      if (name === 'router.read' && asked === 3) sleeper.suspend();
    });
    await start(sleeper.reconciler);
    await request();
    await world.passUntil(() => asked === 3, 60);
    assert.deepEqual(percents(), []);
    await start(createReconciler(world.ports, 'b'));
    await world.passUntil(() => percents().length === 1, 60);
    await world.controlPlane.abort({ releaseId: firstRelease, actor: 'operator', reason: 'wrong build' });
    await until('rolled-back');
    sleeper.resume();
    await world.pass(30);
    assert.deepEqual(percents(), [10, 0]);
  });

  it('stop a turn whose lease cannot be renewed, before another replica can have it', async () => {
    world = await smallWorld({ loadSeconds: 600 });
    let cut = false;
    const isolated: Intercept = (call) => (cut && call.name.startsWith('leases.') ? never() : call.perform());
    const reconciler = createReconciler(interceptedPorts(world.ports, isolated), 'a');
    await reconciler.start();
    await request();
    await world.passUntil(() => world.load.running() === 1, 60);
    cut = true;
    await world.pass(16);
    assert.equal(world.load.running(), 0);
    await start(createReconciler(world.ports, 'b'));
    await world.passUntil(() => world.load.running() === 1, 10);
  });
});
