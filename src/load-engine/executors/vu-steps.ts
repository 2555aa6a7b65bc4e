import type { RampingVus } from '../options/scenario.ts';

/** From `atMs` after the scenario's start, `vus` users are to run. */
export interface VuStep {
  readonly atMs: number;
  readonly vus: number;
}

/**
 * When a ramping-vus scenario changes its number of users here, ascending, the first at 0.
 *
 * Going up, a user joins when the line between two targets reaches it; going down, a user leaves when the line has come down to the
 * one before it. A stage without a duration jumps.
 */
export function vuSteps({ startVus, stages, users }: Pick<RampingVus, 'startVus' | 'stages' | 'users'>): readonly VuStep[] {
  const steps: VuStep[] = [{ atMs: 0, vus: startVus }];
  let [legStart, from] = [0, startVus];
  for (const { durationMs, target } of stages) {
    steps.push(...legSteps(legStart, durationMs, from, target));
    [legStart, from] = [legStart + durationMs, target];
  }
  const here = steps.map(({ atMs, vus }) => ({ atMs, vus: users.count(vus) }));
  return here.filter(({ vus }, index) => index === 0 || vus !== here[index - 1]?.vus);
}

function legSteps(legStart: number, durationMs: number, from: number, target: number): readonly VuStep[] {
  if (durationMs === 0 && from !== target) return [{ atMs: legStart, vus: target }];
  const direction = Math.sign(target - from);
  const changes = Math.abs(target - from);
  return Array.from({ length: changes }, (_, index) => ({
    atMs: legStart + (durationMs * (index + 1)) / changes,
    vus: from + direction * (index + 1),
  }));
}
