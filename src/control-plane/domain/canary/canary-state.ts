import type { Silence } from './baseline-silence.ts';
import { type CanaryObjective, objectiveFaults, objectiveShares } from './canary-objective.ts';
import { type CanaryPolicy, policyFaults } from './canary-policy.ts';
import { type ProcessName, processDesigns } from './canary-processes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type MixtureProcess, type ProcessDesign, startProcess } from './mixture-process.ts';
import { emptyTally, type Tally } from './tally.ts';

/** What the canary knows about one objective. */
export interface ObjectiveState {
  readonly objective: CanaryObjective;
  /** Its part of alpha; all parts add up to 1. */
  readonly share: number;
  readonly processes: Readonly<Record<ProcessName, MixtureProcess>>;
  /** Counts since the end of the warm-up. */
  readonly candidate: Tally;
  readonly baseline: Tally;
  /** Scrapes in which both arms had requests. */
  readonly comparedScrapes: number;
  readonly silence: Silence;
  /** The newest scrape that was counted. */
  readonly lastMs: number | undefined;
  readonly history: readonly Checkpoint[];
}

/** Why a canary is blocked, with the numbers of the scrape that decided. */
export interface Block {
  readonly atMs: number;
  /** Log evidence of all objectives together. */
  readonly logEvidence: number;
  /** The objective that brought most of it. */
  readonly objective: string;
  readonly cause: BlockCause;
  readonly candidate: Tally;
  readonly baseline: Tally;
}

/** relative: worse than the baseline beyond the tolerance. objective: broken, and worse than the baseline. alone: broken, with no baseline left. */
export type BlockCause = 'relative' | 'objective' | 'alone';

/** Everything that a canary has learned: plain JSON of constant size, to be stored and read back between looks. */
export interface CanaryState {
  readonly policy: CanaryPolicy;
  readonly startedMs: number;
  readonly objectives: readonly ObjectiveState[];
  /** Set by the first scrape that decides, and never unset: evidence may fall later, the guarantee is about its first passage. */
  readonly block: Block | undefined;
}

/** A canary that has seen nothing. Throws RangeError with every fault of policy and objectives. */
export function startCanary(start: {
  readonly policy: CanaryPolicy;
  readonly objectives: readonly CanaryObjective[];
  /** When the candidate got its first traffic. */
  readonly startedMs: number;
}): CanaryState {
  const { policy, objectives, startedMs } = start;
  const faults = [...policyFaults(policy), ...objectiveFaults(objectives)];
  if (faults.length > 0) throw new RangeError(`this canary can't be judged: ${faults.join('; ')}`);
  const shares = objectiveShares(objectives);
  return {
    policy,
    startedMs,
    objectives: objectives.map((objective, i) => startObjective(policy, objective, shares[i] ?? 0, startedMs)),
    block: undefined,
  };
}

function startObjective(policy: CanaryPolicy, objective: CanaryObjective, share: number, startedMs: number): ObjectiveState {
  return {
    objective,
    share,
    processes: eachProcess(processDesigns(policy, objective), startProcess),
    candidate: emptyTally,
    baseline: emptyTally,
    comparedScrapes: 0,
    silence: { sinceMs: startedMs, requests: 0 },
    lastMs: undefined,
    history: [],
  };
}

/** A process for each design, by its name. */
export function eachProcess(
  designs: Readonly<Record<ProcessName, ProcessDesign>>,
  make: (design: ProcessDesign, name: ProcessName) => MixtureProcess,
): Readonly<Record<ProcessName, MixtureProcess>> {
  return {
    relative: make(designs.relative, 'relative'),
    broken: make(designs.broken, 'broken'),
    worse: make(designs.worse, 'worse'),
    alone: make(designs.alone, 'alone'),
    environment: make(designs.environment, 'environment'),
    certifiedRelative: make(designs.certifiedRelative, 'certifiedRelative'),
    certifiedAbsolute: make(designs.certifiedAbsolute, 'certifiedAbsolute'),
  };
}
