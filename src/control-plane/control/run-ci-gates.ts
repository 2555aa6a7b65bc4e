import { addTally, emptyTally } from '../domain/canary/tally.ts';
import { targetTallies } from '../domain/canary/target-tallies.ts';
import type { GateResult } from '../domain/gate/gate-result.ts';
import { judgeRun, type RunReading } from '../domain/slo/judge-run.ts';
import type { Objective } from '../domain/slo/objective.ts';
import type { CiGateResult } from './control-plane.ts';
import { type GateTarget, runContractGate } from './gates/contract-gate.ts';
import { addComparison, type LoadBaseline } from './gates/load-comparison.ts';
import { type LoadWatch, runLoadGate } from './gates/load-gate.ts';
import type { Clock } from './ports/clock.ts';
import type { ContractVerifier } from './ports/contract-verifier.ts';
import type { LiveSeries } from './ports/live-series.ts';
import type { QuerySource } from './ports/query-source.ts';
import { SourceError } from './ports/source-error.ts';
import { readArm } from './read-arm.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** What the gates of a pull request need of the outside. */
export interface CiGatePorts {
  readonly contracts: ContractVerifier;
  /** Scrapes the service under test, and nothing else. */
  readonly metrics: QuerySource;
  readonly clock: Clock;
  readonly scrapeIntervalMs: number;
  /** Where the series of the load are kept; nowhere where it is absent. */
  readonly live?: LiveSeries | undefined;
}

/** Codes of errors that say that nothing accepts a connection where the version should be. */
const unreachable: ReadonlySet<string> = new Set(['provider-unreachable', 'target-unreachable']);

type CiGate = 'contract' | 'load' | 'budget';

/** What is told while the gates run, and how they are ended early. */
export interface CiGateWatch extends LoadWatch {
  readonly onGateStarted: (gate: CiGate) => void;
  readonly onGateFinished: (result: CiGateResult['gates'][number]) => void;
}

/** The version under test, and the one that its load is compared with, where one is named. */
export interface CiGateTarget extends GateTarget {
  readonly baseline?: LoadBaseline;
}

/**
 * Contract, load and SLO of a service under test, once each, outside any release. All are run, so that one run tells everything that is wrong.
 *
 * Where nothing accepts a connection, no gate after the one that found out is run: what it measured would be no property of the version.
 */
export async function runCiGates(
  ports: CiGatePorts,
  service: ServiceDefinition,
  target: CiGateTarget,
  watch: CiGateWatch,
): Promise<CiGateResult> {
  const startedAtMs = ports.clock.now();
  const { signal } = watch;
  const gates: CiGateResult['gates'][number][] = [];
  let away: SourceError | undefined;
  const run = async (gate: CiGate, measure: () => Promise<GateResult>): Promise<void> => {
    watch.onGateStarted(gate);
    const outcome = away ?? (await orError(measure));
    if (outcome instanceof SourceError && unreachable.has(outcome.code)) away = outcome;
    const result = outcome instanceof SourceError ? { gate, verdict: 'error' as const, problem: outcome.message } : outcome;
    gates.push(result);
    watch.onGateFinished(result);
  };
  if (service.plan.gates.includes('contract')) await run('contract', () => runContractGate(ports.contracts, service, target, signal));
  // A pact may ask for errors on purpose: what its replay got is no traffic to judge the service by.
  const trafficFromMs = ports.clock.now();
  if (service.plan.gates.includes('load')) await run('load', () => runLoad(ports, service, target, watch));
  if (service.plan.gates.includes('budget')) await run('budget', () => judgeObjectives(ports, service.objectives, trafficFromMs, signal));
  return { service: service.name, version: target.version, gates, startedAtMs, finishedAtMs: ports.clock.now() };
}

async function runLoad({ live }: CiGatePorts, service: ServiceDefinition, target: CiGateTarget, watch: LoadWatch): Promise<GateResult> {
  const result = await runLoadGate(service, target, watch, live);
  const { baseline } = target;
  return baseline === undefined ? result : addComparison(result, service, { target, baseline }, watch);
}

async function orError(measure: () => Promise<GateResult>): Promise<GateResult | SourceError> {
  try {
    return await measure();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return error;
  }
}

async function judgeObjectives(
  ports: CiGatePorts,
  objectives: readonly Objective[],
  fromMs: number,
  signal: AbortSignal,
): Promise<GateResult> {
  // The last scrape of the run is in the store one interval after the load has ended.
  await ports.clock.sleep(2 * ports.scrapeIntervalMs, signal);
  return judgeRun(await Promise.all(objectives.map((objective) => readRun(ports, objective, fromMs, signal))));
}

/** Counted increments from scrape to scrape, never a rate. Good events that match no series at all are a broken selector, not a broken service: nothing was counted then. */
async function readRun(ports: CiGatePorts, objective: Objective, fromMs: number, signal: AbortSignal): Promise<RunReading> {
  const { scrapeIntervalMs } = ports;
  const atMs = ports.clock.now();
  const windowSeconds = (atMs - fromMs) / 1000;
  // The first sample of a counter has no increment: it must lie before the traffic.
  const arm = await readArm(ports.metrics, objective, {}, { seconds: windowSeconds + (2 * scrapeIntervalMs) / 1000, atMs }, signal);
  const slots = [...targetTallies(arm, scrapeIntervalMs).values()].flatMap((target) => [...target]);
  const tallies = slots.filter(([slot]) => slot * scrapeIntervalMs > fromMs).map(([, tally]) => tally);
  const { bad, total } = arm.good?.length === 0 ? emptyTally : tallies.reduce(addTally, emptyTally);
  return {
    objective: objective.name,
    description: objective.displayName,
    budget: objective.budget,
    bad,
    total,
    windowSeconds,
    query: objective.indicator.bad ?? objective.indicator.good,
  };
}
