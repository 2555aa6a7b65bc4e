import assert from 'node:assert/strict';
import type { ReleasePlan } from '../domain/release/release-plan.ts';
import { incidentStream } from './ledger-streams.ts';
import { SourceError } from './ports/source-error.ts';
import { createReconciler, type Reconciler } from './reconciler.ts';
import { type Intercept, interceptedPorts, never } from './testing/intercepted-ports.ts';
import { checkout, firstRelease, quickPlan, type SmallWorld, settled, smallWorld, viewOf } from './testing/small-world.ts';

/** Where a call is cut: before it happened, or after it did and before its answer came. */
type Moment = 'before' | 'after';

/** A release as it must end, whatever is cut on the way. */
interface Course {
  readonly name: string;
  readonly ending: 'promoted' | 'rolled-back' | 'blocked' | 'aborted';
  /** What the router is told: the candidate's percents in order. */
  readonly percents: readonly number[];
  readonly prepare: (world: SmallWorld) => void;
  /** What people do when an event of this kind has been recorded. */
  readonly people: Readonly<Record<string, (world: SmallWorld) => Promise<unknown>>>;
}

const plan: ReleasePlan = {
  ...quickPlan,
  gates: ['freeze', 'contract', 'load', 'approval'],
  steps: [10, 100].map((trafficPercent) => ({ trafficPercent, minimumRequests: 5, minimumSeconds: 0, needsApproval: false })),
};

const command = { releaseId: firstRelease, actor: 'operator', reason: 'says so' };
const approving = { 'ReleaseHeld approval': ({ controlPlane }: SmallWorld) => controlPlane.approve(command) };

const courses: readonly Course[] = [
  { name: 'a healthy release', ending: 'promoted', percents: [10, 100], prepare: () => undefined, people: approving },
  {
    name: 'a release that fails its canary',
    ending: 'rolled-back',
    percents: [10, 0],
    prepare: (world) => world.setFailing('v2', 0.4),
    people: approving,
  },
  {
    name: 'a release that breaks a contract',
    ending: 'blocked',
    percents: [],
    prepare: (world) => world.contracts.break('v2'),
    people: {},
  },
  {
    name: 'a release that a person aborts at its first step',
    ending: 'rolled-back',
    percents: [10, 0],
    prepare: () => undefined,
    people: { ...approving, WeightConfirmed: ({ controlPlane }) => controlPlane.abort(command) },
  },
];

describe('a release whose reconciler is cut off', () => {
  for (const course of courses) {
    for (const moment of ['before', 'after'] as const) {
      it(`ends as ${course.ending} when the process dies ${moment} any one of its calls: ${course.name}`, async () => {
        const calls = await callsOf(course);
        for (let n = 1; n <= calls; n += 1) await liveThroughDeath(course, n, moment);
      });

      it(`ends as ${course.ending} when any one of its calls fails ${moment} it took effect: ${course.name}`, async () => {
        const calls = await callsOf(course);
        for (let n = 1; n <= calls; n += 1) await liveThroughFailure(course, n, moment);
      });
    }
  }
});

/** As little of a world as can be, because it is lived through more than a thousand times. */
function shortWorld(): Promise<SmallWorld> {
  return smallWorld({ plan, loadSeconds: 2, requestsPerSecond: 10, historySeconds: 15 });
}

/** How many calls the course takes when nothing is cut. */
async function callsOf(course: Course): Promise<number> {
  const world = await shortWorld();
  let calls = 0;
  const reconciler = createReconciler(
    interceptedPorts(world.ports, (call) => {
      calls += 1;
      return call.perform();
    }),
    'replica-1',
  );
  await live(world, course, reconciler);
  await end(world, course, reconciler, 'nothing');
  assert.ok(calls > 20, `only ${calls} calls`);
  return calls;
}

async function liveThroughDeath(course: Course, n: number, moment: Moment): Promise<void> {
  const world = await shortWorld();
  const doomed = mortal(world, n, moment);
  void doomed.reconciler.start();
  await settled();
  const hasEnded = await request(world, course);
  await world.passUntil(() => doomed.cut() !== undefined || hasEnded(), 300);
  const successor = createReconciler(world.ports, 'replica-2');
  await successor.start();
  await world.passUntil(hasEnded, 300);
  await end(world, course, successor, `a death ${moment} call ${n}, ${doomed.cut()}`);
}

async function liveThroughFailure(course: Course, n: number, moment: Moment): Promise<void> {
  const world = await shortWorld();
  let calls = 0;
  let cut = 'none';
  const intercept: Intercept = async (call) => {
    calls += 1;
    if (calls !== n) return call.perform();
    cut = call.name;
    if (moment === 'after') await call.perform();
    throw failureOf(call.name);
  };
  const reconciler = createReconciler(interceptedPorts(world.ports, intercept), 'replica-1');
  await live(world, course, reconciler);
  await end(world, course, reconciler, `a failure ${moment} call ${n}, ${cut}`);
}

function failureOf(name: string): Error {
  const plain = /^(ledger|leases|metrics)\./.test(name);
  return plain ? new Error(`${name} lost its connection`) : new SourceError('cut', `${name} was cut.`, { retryable: true });
}

/** A reconciler in a process that dies at its n-th call: nothing that it does afterwards has an effect. */
function mortal(world: SmallWorld, n: number, moment: Moment): { readonly reconciler: Reconciler; cut(): string | undefined } {
  let calls = 0;
  let cut: string | undefined;
  const intercept: Intercept = async (call) => {
    if (cut !== undefined) return never();
    calls += 1;
    if (calls < n) return aliveAfter(await call.perform());
    cut = call.name;
    if (moment === 'after') await call.perform();
    return never();
  };
  const aliveAfter = (answer: unknown): unknown => (cut === undefined ? answer : never());
  const ports = interceptedPorts(world.ports, intercept, () => cut !== undefined);
  return { reconciler: createReconciler(ports, 'replica-1'), cut: () => cut };
}

async function live(world: SmallWorld, course: Course, reconciler: Reconciler): Promise<void> {
  await reconciler.start();
  const hasEnded = await request(world, course);
  await world.passUntil(hasEnded, 300);
}

/** Requests the release, and answers how to know that it has ended. */
async function request(world: SmallWorld, { prepare, people }: Course): Promise<() => boolean> {
  let ended = false;
  prepare(world);
  world.ledger.follow((record) => {
    const { kind, cause } = record.event as { readonly kind: string; readonly cause?: unknown };
    ended ||= kind === 'ReleaseEnded' || kind === 'ReleasePromoted';
    void (people[kind] ?? people[`${kind} ${String(cause)}`])?.(world);
  });
  await world.controlPlane.requestRelease({ service: checkout, version: 'v2', actor: 'ci' });
  await settled();
  return () => ended;
}

async function end(world: SmallWorld, course: Course, reconciler: Reconciler, after: string): Promise<void> {
  await world.pass(6);
  // The watchers are told after the end, and a successor takes that over when the lease of the dead has run out.
  await world.passUntil(() => course.ending !== 'rolled-back' || world.notifier.told().length > 0, 60);
  const stopped = reconciler.stop();
  await settled();
  await stopped;
  const { status, headline } = await viewOf(world);
  assert.equal(status, course.ending, `after ${after}: ${headline}`);
  const told = world.router.changes().map(({ weights }) => weights.v2);
  assert.deepEqual(told, course.percents, `after ${after}`);
  const incidents = await world.ledger.read(incidentStream(firstRelease));
  assert.equal(incidents.length, course.ending === 'rolled-back' ? 1 : 0, `after ${after}`);
  assert.equal(world.notifier.told().length, incidents.length, `after ${after}`);
}
