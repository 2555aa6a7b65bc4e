import { VersionConflict } from '../../../event-store/event-store.ts';
import type { AggregateRepository, Loaded } from '../../kit/store/aggregate-repository.ts';
import type { Execution, ExecutionEvent, SagaStep } from './execution.ts';
import { executionStream } from './execution-kind.ts';
import { nextAction, type SagaAction } from './next-action.ts';
import { type ActionPerformer, performAction } from './perform-action.ts';

/** What running an execution needs. */
export interface ExecutionRun {
  readonly id: string;
  readonly repository: AggregateRepository<Execution>;
  readonly performer: ActionPerformer;
  /** After so many failed tries of a compensation it is given up, recorded, and the next one is done. */
  readonly compensationTries: number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Hears of a try that failed because the world did; it is tried again. */
  readonly onTrouble: (error: unknown) => void;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 10_000;

/**
 * Runs an execution from where it is to its end: action, event, next action. Answers it at its end, or undefined when it was aborted or another process runs it.
 *
 * Trouble of ours (the database is away) is waited out with growing pauses: it is no reason to fail a workflow. A compensation that
 * keeps failing is abandoned at last, so that the others are still done.
 */
export async function runExecution(run: ExecutionRun): Promise<Loaded<Execution> | undefined> {
  const { signal } = run.performer;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const ended = await advance(run, failures);
      if (ended !== undefined) return ended;
      failures = 0;
    } catch (error) {
      if (error instanceof VersionConflict || signal.aborted) return undefined;
      failures += 1;
      run.onTrouble(error);
      await run.wait(Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS), signal);
    }
  }
  return undefined;
}

// Answers the execution once there is nothing left to do.
async function advance(run: ExecutionRun, failures: number): Promise<Loaded<Execution> | undefined> {
  const stream = executionStream(run.id);
  const loaded = await run.repository.load(stream);
  if (loaded.state === undefined) throw new Error(`There are no events of execution ${run.id}`);
  const action = nextAction(loaded.state);
  if (action.kind === 'nothing') return loaded;
  const event = abandonment(action, failures, run.compensationTries) ?? (await performAction(run.performer, loaded.state, action));
  await run.repository.save(stream, loaded, [{ ...event, userId: loaded.state.userId }]);
  return undefined;
}

function abandonment(action: SagaAction, failures: number, tries: number): ExecutionEvent | undefined {
  const step = compensatedBy(action);
  if (step === undefined || failures < tries) return undefined;
  return { type: 'execution.step.abandoned.v1', data: { step, reason: `Its compensation failed ${failures} times` } };
}

function compensatedBy(action: SagaAction): SagaStep | undefined {
  if (action.kind === 'compensate-step') return action.step;
  return action.kind === 'roll-back-node' ? 'execute-nodes' : undefined;
}
