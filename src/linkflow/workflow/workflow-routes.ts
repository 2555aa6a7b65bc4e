import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { FaultInjector } from '../kit/faults/fault-injector.ts';
import { parseCursor } from '../kit/list-cursor.ts';
import { parseInput } from '../kit/parse-input.ts';
import { Problem } from '../kit/problem.ts';
import type { ServiceRoute } from '../kit/service-route.ts';
import { principalOf } from '../kit/tokens/principal.ts';
import { entityTag, expectedVersion } from './expected-version.ts';
import type { WorkflowCommands } from './workflow-commands.ts';
import type { WorkflowReadModel } from './workflow-read-model.ts';
import { expectedVersionSchema, workflowChangesSchema, workflowContentSchema, workflowReplacementSchema } from './workflow-schema.ts';
import type { WorkflowView } from './workflow-view.ts';

/** What the routes of workflows need; `authenticated` stands before each of them. */
export interface WorkflowRoutesOptions {
  readonly commands: WorkflowCommands;
  readonly readModel: Pick<WorkflowReadModel, 'find' | 'list'>;
  readonly authenticated: RequestHandler;
  readonly faults: Pick<FaultInjector, 'shape'>;
}

const COLLECTION = '/api/v1/workflows';
const ONE = '/api/v1/workflows/:id';
const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  status: z.enum(['draft', 'active', 'inactive']).optional(),
  cursor: z.string().max(300).optional(),
});
const transitionBody = z.strictObject({ version: expectedVersionSchema }).default({});

/** The routes of /api/v1/workflows: create, list, get, replace, change, activate, deactivate, delete; all in the name of the token's user. */
export function workflowRoutes(options: WorkflowRoutesOptions): readonly ServiceRoute[] {
  const { authenticated } = options;
  const route = (method: ServiceRoute['method'], path: string, handler: RequestHandler): ServiceRoute => ({
    method,
    path,
    handlers: [authenticated, handler],
  });
  return [
    route('post', COLLECTION, create(options)),
    route('get', COLLECTION, list(options)),
    route('get', ONE, show(options)),
    route('put', ONE, replace(options)),
    route('patch', ONE, change(options)),
    route('post', `${ONE}/activate`, transition(options, 'activate')),
    route('post', `${ONE}/deactivate`, transition(options, 'deactivate')),
    route('delete', ONE, remove(options)),
  ];
}

function create({ commands, faults }: WorkflowRoutesOptions): RequestHandler {
  return async (request, response) => {
    const content = parseInput(workflowContentSchema, request.body, 'body');
    const view = await commands.create(principalOf(response).userId, content);
    response.status(201).setHeader('Location', `${COLLECTION}/${view.id}`);
    answer(response, view, faults);
  };
}

function list({ readModel, faults }: WorkflowRoutesOptions): RequestHandler {
  return async (request, response) => {
    const { limit, status, cursor } = parseInput(listQuery, request.query, 'query');
    const after = cursor === undefined ? undefined : parseCursor(cursor);
    if (cursor !== undefined && after === undefined) throw new Problem('invalid-input', 'The cursor is not one that a list answered with');
    const page = await readModel.list({ userId: principalOf(response).userId, limit, status, after });
    response.json({ ...page, items: page.items.map((item) => faults.shape(item)) });
  };
}

function show({ readModel, faults }: WorkflowRoutesOptions): RequestHandler {
  return async (request, response) => {
    const view = await readModel.find(idOf(request), principalOf(response).userId);
    if (view === undefined) throw new Problem('not-found', 'There is no such workflow');
    answer(response, view, faults);
  };
}

function replace({ commands, faults }: WorkflowRoutesOptions): RequestHandler {
  return async (request, response) => {
    const { version, ...changes } = parseInput(workflowReplacementSchema, request.body, 'body');
    const command = { kind: 'update', userId: principalOf(response).userId, changes } as const;
    answer(response, await commands.handle(idOf(request), command, expectedVersion(request.get('if-match'), version)), faults);
  };
}

function change({ commands, faults }: WorkflowRoutesOptions): RequestHandler {
  return async (request, response) => {
    const { version, changes } = parseInput(workflowChangesSchema, request.body, 'body');
    const command = { kind: 'update', userId: principalOf(response).userId, changes } as const;
    answer(response, await commands.handle(idOf(request), command, expectedVersion(request.get('if-match'), version)), faults);
  };
}

function transition({ commands, faults }: WorkflowRoutesOptions, kind: 'activate' | 'deactivate'): RequestHandler {
  return async (request, response) => {
    const { version } = parseInput(transitionBody, request.body, 'body');
    const command = { kind, userId: principalOf(response).userId } as const;
    answer(response, await commands.handle(idOf(request), command, expectedVersion(request.get('if-match'), version)), faults);
  };
}

function remove({ commands }: WorkflowRoutesOptions): RequestHandler {
  return async (request, response) => {
    const command = { kind: 'delete', userId: principalOf(response).userId } as const;
    await commands.handle(idOf(request), command, expectedVersion(request.get('if-match'), undefined));
    response.status(204).end();
  };
}

// An id that could never have been given out is simply not found.
function idOf(request: Request): string {
  const id = request.params['id'];
  if (typeof id !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new Problem('not-found', 'There is no such workflow');
  return id;
}

function answer(response: Response, view: WorkflowView, faults: Pick<FaultInjector, 'shape'>): void {
  response.setHeader('ETag', entityTag(view.version));
  response.json(faults.shape(view));
}
