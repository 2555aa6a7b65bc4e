import type { Share } from './share.ts';

/** One leg of a ramp: go to `target` linearly in `durationMs`. */
export interface Stage {
  readonly durationMs: number;
  readonly target: number;
}

interface ScenarioBase {
  readonly name: string;
  readonly startTimeMs: number;
  readonly gracefulStopMs: number;
  /** The exported function that an iteration calls. */
  readonly exec: string;
  readonly env: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Which iterations of the whole test's scenario are started here, by their numbers. */
  readonly starts: Share;
}

/** Closed loop: `vus` users, each starting its next iteration when the last one is done. */
export interface ConstantVus extends ScenarioBase {
  readonly executor: 'constant-vus';
  readonly vus: number;
  readonly durationMs: number;
}

/** Closed loop with a number of users that follows the stages, which are those of the whole test. */
export interface RampingVus extends ScenarioBase {
  readonly executor: 'ramping-vus';
  /** Which of those users are here. */
  readonly users: Share;
  readonly startVus: number;
  readonly stages: readonly Stage[];
  readonly gracefulRampDownMs: number;
}

/** `iterations` in one pot that the users take from, or for each of them. */
export interface CountedIterations extends ScenarioBase {
  readonly executor: 'shared-iterations' | 'per-vu-iterations';
  readonly vus: number;
  readonly iterations: number;
  readonly maxDurationMs: number;
}

/** Open model: `rate` starts in every `timeUnitMs`, whatever the target does; the rate is that of the whole test. */
export interface ConstantArrivalRate extends ScenarioBase {
  readonly executor: 'constant-arrival-rate';
  readonly rate: number;
  readonly timeUnitMs: number;
  readonly durationMs: number;
  readonly preAllocatedVus: number;
  readonly maxVus: number;
}

/** Open model with a rate that follows the stages, which are those of the whole test. */
export interface RampingArrivalRate extends ScenarioBase {
  readonly executor: 'ramping-arrival-rate';
  readonly startRate: number;
  readonly timeUnitMs: number;
  readonly stages: readonly Stage[];
  readonly preAllocatedVus: number;
  readonly maxVus: number;
}

/** What a script wants to be run, with all defaults filled in. */
export type Scenario = ConstantVus | RampingVus | CountedIterations | ConstantArrivalRate | RampingArrivalRate;

const total = (stages: readonly Stage[]): number => stages.reduce((sum, stage) => sum + stage.durationMs, 0);

/** How long a scenario may start iterations, in milliseconds, without its startTime and gracefulStop. */
export function scenarioDurationMs(scenario: Scenario): number {
  switch (scenario.executor) {
    case 'constant-vus':
    case 'constant-arrival-rate':
      return scenario.durationMs;
    case 'ramping-vus':
    case 'ramping-arrival-rate':
      return total(scenario.stages);
    case 'shared-iterations':
    case 'per-vu-iterations':
      return scenario.maxDurationMs;
  }
}

/** How many users must stand ready before a scenario starts. */
export function plannedVus(scenario: Scenario): number {
  switch (scenario.executor) {
    case 'constant-vus':
    case 'per-vu-iterations':
      return scenario.vus;
    case 'shared-iterations':
      return Math.min(scenario.vus, scenario.iterations);
    case 'ramping-vus':
      return scenario.users.count(Math.max(scenario.startVus, ...scenario.stages.map((stage) => stage.target)));
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
      return scenario.preAllocatedVus;
  }
}

/** The most users that a scenario may ever have. */
export function maximumVus(scenario: Scenario): number {
  return 'maxVus' in scenario ? scenario.maxVus : plannedVus(scenario);
}
