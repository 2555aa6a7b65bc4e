import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { FaultInjector } from '../kit/faults/fault-injector.ts';
import { parseCursor } from '../kit/list-cursor.ts';
import { parseInput } from '../kit/parse-input.ts';
import { Problem } from '../kit/problem.ts';
import { requestIdOf } from '../kit/request-id.ts';
import type { ServiceRoute } from '../kit/service-route.ts';
import { accessTokenOf, principalOf } from '../kit/tokens/principal.ts';
import type { ExecutionReadModel } from './execution-read-model.ts';
import { executionView } from './execution-view.ts';
import type { Executions } from './executions.ts';
import type { WorkflowSource } from './workflow-source.ts';

/** What the routes of executions need; `authenticated` stands before each of them. */
export interface ExecutionRoutesOptions {
  readonly executions: Executions;
  readonly readModel: Pick<ExecutionReadModel, 'list'>;
  readonly workflows: WorkflowSource;
  readonly authenticated: RequestHandler;
  readonly faults: Pick<FaultInjector, 'shape'>;
}

const COLLECTION = '/api/v1/executions';
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const requestBody = z.strictObject({ workflowId: id, input: z.unknown().optional() });
const idempotencyKey = z.string().min(8).max(128).optional();
const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  workflowId: id.optional(),
  status: z.enum(['running', 'compensating', 'succeeded', 'failed']).optional(),
  cursor: z.string().max(300).optional(),
});

/** The routes of /api/v1/executions: run a workflow (202, it goes on in the background), look at an execution, list them. */
export function executionRoutes(options: ExecutionRoutesOptions): readonly ServiceRoute[] {
  const { authenticated } = options;
  return [
    { method: 'post', path: COLLECTION, handlers: [authenticated, run(options)] },
    { method: 'get', path: COLLECTION, handlers: [authenticated, list(options)] },
    { method: 'get', path: `${COLLECTION}/:id`, handlers: [authenticated, show(options)] },
  ];
}

function run({ executions, workflows, faults }: ExecutionRoutesOptions): RequestHandler {
  return async (request, response) => {
    const { workflowId, input } = parseInput(requestBody, request.body, 'body');
    const key = parseInput(idempotencyKey, request.get('idempotency-key'), 'Idempotency-Key header');
    const { userId } = principalOf(response);
    const workflow = await workflows.runnable(workflowId, { token: accessTokenOf(response), requestId: requestIdOf(response) });
    const execution = await executions.request({ userId, workflow, input, idempotencyKey: key });
    response.status(202).setHeader('Location', `${COLLECTION}/${execution.id}`);
    response.json(faults.shape(executionView(execution)));
  };
}

function show({ executions, faults }: ExecutionRoutesOptions): RequestHandler {
  return async (request, response) => {
    const wanted = id.safeParse(request.params['id']);
    const execution = wanted.success ? await executions.find(wanted.data, principalOf(response).userId) : undefined;
    if (execution === undefined) throw new Problem('not-found', 'There is no such execution');
    response.json(faults.shape(executionView(execution)));
  };
}

function list({ readModel }: ExecutionRoutesOptions): RequestHandler {
  return async (request, response) => {
    const { limit, workflowId, status, cursor } = parseInput(listQuery, request.query, 'query');
    const after = cursor === undefined ? undefined : parseCursor(cursor);
    if (cursor !== undefined && after === undefined) throw new Problem('invalid-input', 'The cursor is not one that a list answered with');
    response.json(await readModel.list({ userId: principalOf(response).userId, limit, workflowId, status, after }));
  };
}
