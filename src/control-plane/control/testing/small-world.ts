import { defaultCanaryPolicy } from '../../domain/canary/canary-policy.ts';
import type { ReleasePlan } from '../../domain/release/release-plan.ts';
import type { ReleaseView } from '../../domain/release/release-view.ts';
import type { Objective } from '../../domain/slo/objective.ts';
import type { ControlPlane } from '../control-plane.ts';
import { createControlPlane } from '../create-control-plane.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { LoadRunner } from '../ports/load-runner.ts';
import { type MemoryContractVerifier, memoryContractVerifier } from '../ports/testing/memory-contract-verifier.ts';
import { memoryLeases } from '../ports/testing/memory-leases.ts';
import { memoryLedger } from '../ports/testing/memory-ledger.ts';
import { type MemoryLoadRunner, memoryLoadRunner } from '../ports/testing/memory-load-runner.ts';
import { type MemoryMetrics, memoryMetrics } from '../ports/testing/memory-metrics.ts';
import { type MemoryNotifier, memoryNotifier } from '../ports/testing/memory-notifier.ts';
import { type MemoryRouter, memoryRouter } from '../ports/testing/memory-router.ts';
import type { ReconcilerPorts } from '../reconciler-ports.ts';
import type { ServiceDefinition } from '../service-definition.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

/** How often targets are scraped in a small world. */
export const scrapeIntervalMs = 5_000;

/** One service with two versions under traffic, and all that a reconciler needs, in virtual time. */
export interface SmallWorld {
  readonly clock: ManualClock;
  readonly ledger: Ledger;
  readonly router: MemoryRouter;
  readonly metrics: MemoryMetrics;
  readonly contracts: MemoryContractVerifier;
  readonly load: MemoryLoadRunner;
  readonly notifier: MemoryNotifier;
  /** Mutable, as a changed configuration after a restart. */
  readonly services: Map<string, ServiceDefinition>;
  readonly ports: ReconcilerPorts;
  readonly controlPlane: ControlPlane;
  /** What was logged, level first. */
  readonly logs: string[];
  /** The share of a version's requests that fail from now on, 0..1. */
  setFailing(version: string, share: number): void;
  /** The share of a version's requests that take longer than 200 ms from now on, 0..1. */
  setSlow(version: string, share: number): void;
  /** Lets seconds pass with traffic and scrapes; everything that is due gets done. */
  pass(seconds: number): Promise<void>;
  /** Lets time pass until a condition holds; throws when it does not within the seconds. */
  passUntil(condition: () => boolean | Promise<boolean>, seconds: number): Promise<void>;
}

/** The service that a small world is about. */
export const checkout = 'checkout';

/** The id of the first release of the service. */
export const firstRelease = 'test.checkout.1';

/** 99 % of requests are answered, over a day. */
export const errorRate: Objective = {
  kind: 'errors',
  name: 'checkout-errors',
  service: checkout,
  displayName: 'Checkout errors',
  description: '',
  target: 0.99,
  budget: 0.01,
  windowSeconds: 86_400,
  indicator: { total: 'http_requests_total{service="checkout"}', bad: 'http_requests_total{service="checkout",code="500"}' },
};

/** 90 % of requests take 200 ms at most, over a day. */
export const fastEnough: Objective = {
  ...errorRate,
  kind: 'latency',
  thresholdMs: 200,
  name: 'checkout-latency',
  target: 0.9,
  budget: 0.1,
  indicator: {
    total: 'http_request_duration_seconds_count{service="checkout"}',
    good: 'http_request_duration_seconds_bucket{service="checkout",le="0.2"}',
  },
};

/** A quick plan: 10 %, then 100 %, twenty requests and ten seconds each. */
export const quickPlan: ReleasePlan = {
  gates: ['freeze', 'contract', 'load'],
  steps: [
    { trafficPercent: 10, minimumRequests: 20, minimumSeconds: 10, needsApproval: false },
    { trafficPercent: 100, minimumRequests: 20, minimumSeconds: 10, needsApproval: false },
  ],
  canary: { ...defaultCanaryPolicy, warmUpSeconds: 0, advanceOn: 'exposure' },
  deadlineSeconds: 3600,
  retrySeconds: 10,
  stalenessSeconds: 30,
  lookSeconds: 5,
};

/** Opens a world in which v1 has all the traffic, v2 is registered and a minute of history, unless said otherwise, is scraped already. */
export async function smallWorld({
  plan = quickPlan,
  objectives = [errorRate],
  loadSeconds = 10,
  requestsPerSecond = 40,
  historySeconds = 60,
}: {
  readonly plan?: ReleasePlan;
  readonly objectives?: readonly Objective[];
  readonly loadSeconds?: number;
  readonly requestsPerSecond?: number;
  readonly historySeconds?: number;
} = {}): Promise<SmallWorld> {
  const clock = manualClock();
  const ledger = memoryLedger({ now: () => clock.now() });
  const [router, metrics, contracts, notifier] = [memoryRouter(), memoryMetrics(), memoryContractVerifier(), memoryNotifier()];
  const load = memoryLoadRunner({ clock, durationMs: loadSeconds * 1000 });
  const [failing, slow] = [sharesByVersion(), sharesByVersion()];
  /** Requests since the last scrape, by version and code. */
  const served = new Map<string, number>();
  const logs: string[] = [];
  const services = new Map([[checkout, checkoutService({ plan, objectives, runner: load })]]);
  const ports: ReconcilerPorts = {
    ledger,
    leases: memoryLeases({ now: () => clock.now() }),
    router,
    metrics,
    contracts,
    notifier,
    clock,
    services,
    scrapeIntervalMs,
    log: (level, message) => void logs.push(`${level} ${message}`),
  };
  router.register(checkout, 'v1', 'http://127.0.0.1:8001');
  router.register(checkout, 'v2', 'http://127.0.0.1:8002');

  const serve = (): void => {
    const version = router.route(checkout);
    const answered = JSON.stringify({ version, code: failing.isNext(version) ? '500' : '200', fast: !slow.isNext(version) });
    served.set(answered, (served.get(answered) ?? 0) + 1);
  };
  const scrape = (atMs: number): void => {
    for (const [answered, requests] of served) {
      const { version, code, fast } = JSON.parse(answered) as { readonly version: string; readonly code: string; readonly fast: boolean };
      const labels = { service: checkout, version, job: checkout, instance: `${checkout}-${version}` };
      metrics.count('http_requests_total', { ...labels, code }, requests);
      metrics.count('http_request_duration_seconds_count', labels, requests);
      metrics.count('http_request_duration_seconds_bucket', { ...labels, le: '0.2' }, fast ? requests : 0);
      metrics.count('http_request_duration_seconds_bucket', { ...labels, le: '+Inf' }, requests);
    }
    served.clear();
    metrics.scrape(atMs);
  };
  const passSecond = async (): Promise<void> => {
    for (let sent = 0; sent < requestsPerSecond; sent += 1) serve();
    if ((clock.now() + 1000) % scrapeIntervalMs === 0) scrape(clock.now() + 1000);
    clock.advance(1000);
    await settled();
  };
  const pass = async (seconds: number): Promise<void> => {
    for (let passed = 0; passed < seconds; passed += 1) await passSecond();
  };
  await pass(historySeconds);
  return {
    clock,
    ledger,
    router,
    metrics,
    contracts,
    load,
    notifier,
    services,
    ports,
    controlPlane: createControlPlane(ports),
    logs,
    setFailing: (version, share) => failing.set(version, share),
    setSlow: (version, share) => slow.set(version, share),
    pass,
    async passUntil(condition, seconds) {
      for (let passed = 0; !(await condition()); passed += 1) {
        if (passed >= seconds) throw new Error(`It did not come to pass within ${seconds} s. Logged: ${logs.slice(-5).join('; ')}`);
        await passSecond();
      }
    },
  };
}

/** Which requests of a version are of a kind: as many as its share says, evenly spread. */
function sharesByVersion(): { set(version: string, share: number): void; isNext(version: string): boolean } {
  const shares = new Map<string, { readonly share: number; due: number }>();
  return {
    set: (version, share) => void shares.set(version, { share, due: 0 }),
    isNext(version) {
      const known = shares.get(version);
      if (known === undefined) return false;
      known.due += known.share;
      if (known.due < 1) return false;
      known.due -= 1;
      return true;
    },
  };
}

/** Resolves when everything that needs no time is done: everything in a small world resolves in microtasks, which all run before this. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** The view of a release; throws when there is none. */
export async function viewOf(world: SmallWorld, releaseId = firstRelease): Promise<ReleaseView> {
  const answer = await world.controlPlane.release(releaseId);
  if (!answer.ok) throw new Error(answer.refusal.sentence);
  return answer.value;
}

/** The service as it is configured: with one pact and a load script. */
export function checkoutService({
  plan,
  objectives,
  runner,
}: {
  readonly plan: ReleasePlan;
  readonly objectives: readonly Objective[];
  readonly runner: LoadRunner;
}): ServiceDefinition {
  return {
    name: checkout,
    environment: 'test',
    routerService: checkout,
    plan,
    contract: { pactFiles: ['web-shop'], providerStatesPath: '/_states', headers: {}, deadlineMs: 60_000 },
    load: {
      runner,
      scriptPath: '/scripts/checkout.ts',
      env: {},
      secrets: {},
      deadlineMs: 600_000,
      memoryBytes: 2 ** 29,
      comparison: { pairs: 8, policy: { alpha: 0.05, latencyMargin: 0.05, errorMargin: 0.001 }, env: {} },
      policy: { maximumDroppedShare: 0.01, maximumThrownIterations: 0 },
    },
    budget: { minimumCoverage: 0.1, youngService: 'allow', holdWhileBurning: true },
    objectives,
  };
}
