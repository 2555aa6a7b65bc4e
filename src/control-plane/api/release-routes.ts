import { type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { Answer, ControlPlane } from '../control/control-plane.ts';
import type { ReleaseView } from '../domain/release/release-view.ts';
import { demandRole, requireRole } from './authenticate.ts';
import { reason, releaseId, serviceName, version } from './fields.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { HttpProblem, refusalProblem } from './problem.ts';
import { noteAudit, principalOf } from './request-context.ts';
import { validate } from './validate.ts';

const releaseRequest = z.strictObject({ service: serviceName, version, reason: reason.optional(), fix: z.boolean().optional() });
const releaseQuery = z.strictObject({ service: serviceName.optional(), limit: z.coerce.number().int().min(1).max(500).optional() });
const decision = z.strictObject({ reason });
const parameters = z.strictObject({ id: releaseId });

/** An object without the keys whose value is undefined, as ports with exact optional fields want it. */
function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function accepted(response: Response, answer: Answer<ReleaseView>): void {
  if (!answer.ok) throw refusalProblem(answer.refusal);
  response.status(202).location(`/api/v1/releases/${answer.value.releaseId}`).json(answer.value);
}

function steer(controlPlane: ControlPlane, action: 'promote' | 'abort' | 'approve' | 'deny'): RequestHandler {
  return async (request, response) => {
    const { id } = validate(parameters, request.params);
    const { reason } = validate(decision, request.body);
    noteAudit(response, `release.${action}`, { releaseId: id, reason });
    accepted(response, await controlPlane[action]({ releaseId: id, actor: principalOf(response).name, reason }));
  };
}

function listReleases(controlPlane: ControlPlane): RequestHandler {
  return async (request, response) => {
    const query = validate(releaseQuery, request.query);
    const releases = await controlPlane.releases(present(query));
    // A service that is no longer configured still has its history.
    if (releases.length === 0 && query.service !== undefined && !controlPlane.services().includes(query.service))
      throw new HttpProblem('unknown-service', `There is no service ${query.service}. Known: ${controlPlane.services().join(', ')}.`);
    response.json({ releases });
  };
}

function requestRelease(controlPlane: ControlPlane): RequestHandler {
  return async (request, response) => {
    const command = validate(releaseRequest, request.body);
    noteAudit(response, 'release.request', command);
    // A fix goes past a freeze and a spent budget, and both are an operator's to declare.
    if (command.fix === true) demandRole(response, 'operator', 'A release marked as a fix');
    accepted(response, await controlPlane.requestRelease({ ...present(command), actor: principalOf(response).name }));
  };
}

function showRelease(controlPlane: ControlPlane): RequestHandler {
  return async (request, response) => {
    const answer = await controlPlane.release(validate(parameters, request.params).id);
    if (!answer.ok) throw refusalProblem(answer.refusal);
    response.json(answer.value);
  };
}

/** Requesting, reading and steering releases; `events` answers the stream of one. */
export function releaseRoutes(controlPlane: ControlPlane, events: RequestHandler): Router {
  const router = Router();
  router
    .route('/releases')
    .get(listReleases(controlPlane))
    .post(requireRole('ci'), requestRelease(controlPlane))
    .all(methodNotAllowed('GET', 'POST'));
  router.route('/releases/:id').get(showRelease(controlPlane)).all(methodNotAllowed('GET'));
  router.route('/releases/:id/events').get(events).all(methodNotAllowed('GET'));
  for (const action of ['promote', 'abort', 'approve', 'deny'] as const) {
    router.route(`/releases/:id/${action}`).post(requireRole('operator'), steer(controlPlane, action)).all(methodNotAllowed('POST'));
  }
  return router;
}
