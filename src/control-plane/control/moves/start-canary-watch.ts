import type { CanaryObjective } from '../../domain/canary/canary-objective.ts';
import { dispersion } from '../../domain/canary/dispersion.ts';
import { objectiveForCanary } from '../../domain/canary/objective-for-canary.ts';
import { targetTallies } from '../../domain/canary/target-tallies.ts';
import type { Observation } from '../../domain/release/decide-observation.ts';
import type { Objective } from '../../domain/slo/objective.ts';
import { readArm } from '../read-arm.ts';
import { confirmBaseline } from './identify-baseline.ts';
import type { MoveContext } from './move-context.ts';

/** How much of the baseline's past is read to learn how its failures scatter. */
const historySeconds = 2 * 3600;

/** What the canary will be watched on, with how each objective's failures scattered at the baseline before it started: known before any evidence. */
export async function startCanaryWatch(context: MoveContext): Promise<Observation> {
  await confirmBaseline(context);
  const objectives = await Promise.all(context.service.objectives.map((objective) => canaryObjective(context, objective)));
  return { kind: 'canary-ready', objectives };
}

async function canaryObjective({ ports, release, signal }: MoveContext, objective: Objective): Promise<CanaryObjective> {
  const window = { seconds: historySeconds, atMs: ports.clock.now() };
  const history = await readArm(ports.metrics, objective, { version: release.baseline ?? '' }, window, signal);
  const scatter = dispersion(targetTallies(history, ports.scrapeIntervalMs), ports.scrapeIntervalMs / 1000);
  return objectiveForCanary(objective, scatter);
}
