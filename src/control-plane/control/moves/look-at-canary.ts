import type { ObjectiveState } from '../../domain/canary/canary-state.ts';
import { newestSample } from '../../domain/canary/counter-series.ts';
import type { CanaryLook } from '../../domain/canary/observe.ts';
import { scrapeIncrements } from '../../domain/canary/scrape-increments.ts';
import type { Observation } from '../../domain/release/decide-observation.ts';
import { wantedTrafficPercent } from '../../domain/release/release-state.ts';
import { secondsAlone } from '../../domain/release/seconds-alone.ts';
import type { Objective } from '../../domain/slo/objective.ts';
import { SourceError } from '../ports/source-error.ts';
import { readArm } from '../read-arm.ts';
import { readQuantiles } from '../read-quantiles.ts';
import { exposedSoFar } from './exposed-so-far.ts';
import type { MoveContext } from './move-context.ts';
import { bringWeight } from './set-weight.ts';

/** What was counted of both versions since the last look. The step's weight is seen to first: a weight that somebody moved is moved back. */
export async function lookAtCanary(context: MoveContext): Promise<Observation> {
  const { ports, release } = context;
  const view = await bringWeight(context, wantedTrafficPercent(release));
  const nowMs = ports.clock.now();
  const readings = await Promise.all((release.canary?.objectives ?? []).map((state) => readLook(context, state, nowMs)));
  const startedMs = release.step?.confirmedMs ?? nowMs;
  const ofStep = { seconds: (nowMs - startedMs) / 1000, atMs: nowMs };
  const labels = { version: release.request.version };
  const quantilesMs = await readQuantiles(ports.metrics, context.service.objectives, labels, ofStep, context.signal);
  return {
    kind: 'canary-look',
    looks: readings.map((reading) => reading.look).filter((look) => look.scrapes.length > 0),
    // Every objective must be fresh, and every one must tell that the candidate is down.
    newestSampleMs: least(readings.flatMap((reading) => reading.newestSampleMs ?? [])),
    baselineAloneSeconds: least(readings.map((reading) => reading.baselineAloneSeconds)) ?? 0,
    quantilesMs,
    exposedRequests: exposedSoFar(release, view),
  };
}

interface Reading {
  readonly look: CanaryLook;
  readonly newestSampleMs: number | undefined;
  readonly baselineAloneSeconds: number;
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values);
}

async function readLook(context: MoveContext, state: ObjectiveState, nowMs: number): Promise<Reading> {
  const { ports, release, signal } = context;
  const objective = objectiveNamed(context, state.objective.name);
  const sinceMs = state.lastMs ?? release.canary?.startedMs ?? nowMs;
  // Two scrapes more than is asked for: the first sample of a counter has no increment, and a scrape may come late.
  const window = { seconds: (nowMs - sinceMs + 3 * ports.scrapeIntervalMs) / 1000, atMs: nowMs };
  const everyRequest = wantedTrafficPercent(release) === 100;
  const [candidate, baseline] = await Promise.all([
    readArm(ports.metrics, objective, { version: release.request.version }, window, signal),
    release.baseline === undefined ? undefined : readArm(ports.metrics, objective, { version: release.baseline }, window, signal),
  ]);
  const increments = scrapeIncrements({
    candidate,
    baseline: everyRequest ? undefined : baseline,
    scrapeSeconds: ports.scrapeIntervalMs / 1000,
    sinceMs,
    untilMs: nowMs,
  });
  const newestSampleMs = newestSample(candidate.total);
  const baselineAloneSeconds = secondsAlone(baseline, newestSampleMs ?? release.newestSampleMs, ports.scrapeIntervalMs);
  return { look: { objective: state.objective.name, scrapes: increments.scrapes }, newestSampleMs, baselineAloneSeconds };
}

function objectiveNamed({ service }: MoveContext, name: string): Objective {
  const objective = service.objectives.find((candidate) => candidate.name === name);
  if (objective !== undefined) return objective;
  const message = `The objective ${name} is no longer defined: put its file back, or abort the release.`;
  throw new SourceError('objective-not-defined', message, { retryable: true });
}
