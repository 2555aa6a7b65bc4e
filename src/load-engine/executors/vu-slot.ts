import type { Scenario } from '../options/scenario.ts';
import type { Share } from '../options/share.ts';
import type { IterationContext, IterationOutcome, Tags, VirtualUser } from '../virtual-user.ts';
import { pause } from './pause.ts';
import type { TestRun } from './test-run.ts';

/** The place of one user in a scenario: it runs iterations on its user, one at a time, records how they ended, and replaces a broken user. */
export interface VuSlot {
  /** Runs the iteration that is the so-many-th here, from 0, and records it. Never rejects: what the engine can't do goes to `fail` of the test. */
  run(iteration: number): Promise<void>;
  /** Ends the iteration under way, if any, and all later ones. */
  interrupt(): void;
  /** Makes the slot usable again after an interruption. */
  revive(): void;
  /** Gives the user back. */
  release(): void;
}

/** What the iterations of one scenario have in common. */
export interface IterationFrame {
  readonly context: Omit<IterationContext, 'iterationInScenario'>;
  /** Which numbers the iterations have that are started here. */
  readonly starts: Share;
}

/** Makes the frame of a scenario's iterations. */
export function iterationFrame(scenario: Scenario, scenarioStartMs: number, progress: () => number): IterationFrame {
  const { name, executor, exec, tags, env, starts } = scenario;
  return { starts, context: { scenario: name, executor, exec, scenarioTags: tags, scenarioEnv: env, scenarioStartMs, progress } };
}

/** Makes a slot around a user that was taken from the pool. */
export function createVuSlot(run: TestRun, { context, starts }: IterationFrame, first: VirtualUser): VuSlot {
  const tags: Tags = { ...run.tags, ...context.scenarioTags, scenario: context.scenario };
  const mine = run.tally.scenarios.of(context.scenario);
  let vu: VirtualUser | undefined = first;
  let interruption = new AbortController();
  const replace = async (): Promise<void> => {
    if (vu !== undefined) await run.pool.discard(vu);
    vu = undefined;
    vu = run.pool.take() ?? (await run.pool.create());
  };
  const iterate = async (iteration: number): Promise<void> => {
    if (vu === undefined) return;
    const startedAt = run.clock.now();
    const outcome = await vu.iterate({ ...context, iterationInScenario: starts.at(iteration) }, run.setupData, interruption.signal);
    if (outcome.kind !== 'interrupted' && outcome.kind !== 'test-aborted') mine.iterations += 1;
    record(run, outcome, run.clock.now() - startedAt, tags);
    if (outcome.kind === 'broken') await replace();
    const restMs = startedAt + run.minIterationDurationMs - run.clock.now();
    if (restMs > 0) await pause(run.clock, restMs, interruption.signal);
  };
  return {
    run: async (iteration) => {
      run.tally.active += 1;
      mine.active += 1;
      try {
        await iterate(iteration);
      } catch (error) {
        run.fail(error);
      } finally {
        run.tally.active -= 1;
        mine.active -= 1;
      }
    },
    interrupt: () => interruption.abort(),
    revive: () => {
      if (interruption.signal.aborted) interruption = new AbortController();
    },
    release: () => {
      if (vu !== undefined) run.pool.give(vu);
      vu = undefined;
    },
  };
}

function record(run: TestRun, outcome: IterationOutcome, durationMs: number, tags: Tags): void {
  switch (outcome.kind) {
    case 'completed':
      run.tally.completed += 1;
      return countIteration(run, durationMs, tags);
    case 'threw':
      run.tally.threw += 1;
      run.tally.exception(outcome.message, outcome.location);
      return countIteration(run, durationMs, tags);
    case 'broken':
      run.tally.threw += 1;
      run.tally.exception(outcome.message, undefined);
      return countIteration(run, durationMs, tags);
    case 'interrupted':
      run.tally.interrupted += 1;
      return;
    case 'test-aborted':
      run.tally.interrupted += 1;
      return run.abort(outcome.reason);
  }
}

function countIteration({ sink, clock }: TestRun, durationMs: number, tags: Tags): void {
  const atMs = clock.wall();
  sink.add('iterations', 1, tags, atMs);
  sink.add('iteration_duration', durationMs, tags, atMs);
}
