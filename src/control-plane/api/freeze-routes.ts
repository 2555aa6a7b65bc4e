import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { ControlPlane } from '../control/control-plane.ts';
import type { Clock } from '../control/ports/clock.ts';
import { requireRole } from './authenticate.ts';
import { instant, reason, serviceName } from './fields.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { HttpProblem, refusalProblem } from './problem.ts';
import { noteAudit, principalOf } from './request-context.ts';
import { requireFuture } from './require-future.ts';
import { validate } from './validate.ts';

const freezeRequest = z.strictObject({ service: serviceName, reason, until: instant.optional() });
const parameters = z.strictObject({ service: serviceName });
const unfreezeQuery = z.strictObject({ reason });

/** What the routes of freezes stand on. */
export interface FreezeParts {
  readonly controlPlane: ControlPlane;
  readonly clock: Clock;
}

function listFreezes({ controlPlane }: FreezeParts): RequestHandler {
  return async (_request, response) => {
    response.json({ freezes: await controlPlane.freezes() });
  };
}

function declareFreeze({ controlPlane, clock }: FreezeParts): RequestHandler {
  return async (request, response) => {
    const { service, reason, until } = validate(freezeRequest, request.body);
    noteAudit(response, 'freeze.declare', { service, reason, until });
    requireFuture('until', until, clock.now());
    const answer = await controlPlane.freeze({
      service,
      reason,
      actor: principalOf(response).name,
      ...(until === undefined ? {} : { untilMs: until }),
    });
    if (!answer.ok) throw refusalProblem(answer.refusal);
    response.status(201).location(`/api/v1/freezes/${service}`).json(answer.value);
  };
}

function showFreeze({ controlPlane }: FreezeParts): RequestHandler {
  return async (request, response) => {
    const { service } = validate(parameters, request.params);
    const freeze = (await controlPlane.freezes()).find((one) => one.service === service);
    if (freeze === undefined) throw new HttpProblem('not-found', `${service} is not frozen.`);
    response.json(freeze);
  };
}

function liftFreeze({ controlPlane }: FreezeParts): RequestHandler {
  return async (request, response) => {
    const { service } = validate(parameters, request.params);
    const { reason } = validate(unfreezeQuery, request.query);
    noteAudit(response, 'freeze.lift', { service, reason });
    const answer = await controlPlane.unfreeze({ service, reason, actor: principalOf(response).name });
    if (!answer.ok) throw refusalProblem(answer.refusal);
    response.status(204).end();
  };
}

/** Declaring, reading and lifting freezes. */
export function freezeRoutes(parts: FreezeParts): Router {
  const router = Router();
  router.route('/freezes').get(listFreezes(parts)).post(requireRole('operator'), declareFreeze(parts)).all(methodNotAllowed('GET', 'POST'));
  router
    .route('/freezes/:service')
    .get(showFreeze(parts))
    .delete(requireRole('operator'), liftFreeze(parts))
    .all(methodNotAllowed('GET', 'DELETE'));
  return router;
}
