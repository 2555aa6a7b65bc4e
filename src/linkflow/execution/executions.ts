import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { VersionConflict } from '../../event-store/event-store.ts';
import { Problem } from '../kit/problem.ts';
import type { AggregateRepository } from '../kit/store/aggregate-repository.ts';
import type { ExecutionReadModel } from './execution-read-model.ts';
import type { ExecutionRunner } from './execution-runner.ts';
import type { RunnableWorkflow } from './runnable-workflow.ts';
import type { Execution } from './saga/execution.ts';
import { executionStream } from './saga/execution-kind.ts';

/** Somebody's wish to run a workflow. The same key of the same user means the same wish, however often it comes. */
export interface ExecutionRequest {
  readonly userId: string;
  readonly workflow: RunnableWorkflow;
  readonly input: unknown;
  readonly idempotencyKey: string | undefined;
}

/** Takes executions on and shows them. */
export interface Executions {
  /** Records the request, and only then starts running it. Throws `conflict` when the key was used for another request. */
  request(request: ExecutionRequest): Promise<Execution>;
  /** Undefined when there is none or it is somebody else's. */
  find(id: string, userId: string): Promise<Execution | undefined>;
}

/** What executions() needs. */
export interface ExecutionsOptions {
  readonly repository: AggregateRepository<Execution>;
  readonly readModel: Pick<ExecutionReadModel, 'announce'>;
  readonly runner: Pick<ExecutionRunner, 'start'>;
  readonly now?: () => Date;
}

/** Executions on the event store. */
export function executions({ repository, readModel, runner, now = () => new Date() }: ExecutionsOptions): Executions {
  const record = async (id: string, { userId, workflow, input }: ExecutionRequest): Promise<Execution> => {
    const { workflowId, workflowVersion } = workflow;
    await readModel.announce({ id, userId, workflowId, workflowVersion, requestedAt: now() });
    const event = { type: 'execution.execution.requested.v1', data: { ...workflow, id, userId, input }, userId };
    const { state } = await repository.save(executionStream(id), { version: 0, state: undefined }, [event]);
    if (state === undefined) throw new Error(`Execution ${id} has no state after its request`);
    return state;
  };
  return {
    request: async (request) => {
      const id = request.idempotencyKey === undefined ? randomUUID() : idOfKey(request.userId, request.idempotencyKey);
      const execution = await record(id, request).catch(async (error: unknown) => {
        if (!(error instanceof VersionConflict)) throw error;
        return sameAsBefore((await repository.load(executionStream(id))).state, request);
      });
      runner.start(id);
      return execution;
    },
    find: async (id, userId) => {
      const { state } = await repository.load(executionStream(id));
      return state?.userId === userId ? state : undefined;
    },
  };
}

function sameAsBefore(before: Execution | undefined, { workflow, input }: ExecutionRequest): Execution {
  const same = before?.workflowId === workflow.workflowId && isDeepStrictEqual(before.input ?? null, input ?? null);
  if (before === undefined || !same) throw new Problem('conflict', 'This Idempotency-Key was used for another execution');
  return before;
}

function idOfKey(userId: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([userId, key]))
    .digest('hex')
    .slice(0, 32);
}
