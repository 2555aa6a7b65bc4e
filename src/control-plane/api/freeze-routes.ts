import { Router } from 'express';
import { z } from 'zod';
import type { ControlPlane } from '../control/control-plane.ts';
import type { Clock } from '../control/ports/clock.ts';
import { requireRole } from './authenticate.ts';
import { instant, reason, serviceName } from './fields.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { HttpProblem, refusalProblem } from './problem.ts';
import { noteAudit, principalOf } from './request-context.ts';
import { validate } from './validate.ts';

const freezeRequest = z.strictObject({ service: serviceName, reason, until: instant.optional() });
const parameters = z.strictObject({ service: serviceName });
const unfreezeQuery = z.strictObject({ reason });

/** Declaring, reading and lifting freezes. */
export function freezeRoutes({ controlPlane, clock }: { readonly controlPlane: ControlPlane; readonly clock: Clock }): Router {
  const router = Router();
  router
    .route('/freezes')
    .get(async (_request, response) => {
      response.json({ freezes: await controlPlane.freezes() });
    })
    .post(requireRole('operator'), async (request, response) => {
      const { service, reason, until } = validate(freezeRequest, request.body);
      noteAudit(response, 'freeze.declare', { service, reason, until });
      if (until !== undefined && until <= clock.now())
        throw new HttpProblem('invalid-request', 'until is in the past.', {
          errors: [{ pointer: '#/until', detail: 'must be in the future' }],
        });
      const answer = await controlPlane.freeze({
        service,
        reason,
        actor: principalOf(response).name,
        ...(until === undefined ? {} : { untilMs: until }),
      });
      if (!answer.ok) throw refusalProblem(answer.refusal);
      response.status(201).location(`/api/v1/freezes/${service}`).json(answer.value);
    })
    .all(methodNotAllowed('GET', 'POST'));
  router
    .route('/freezes/:service')
    .get(async (request, response) => {
      const { service } = validate(parameters, request.params);
      const freeze = (await controlPlane.freezes()).find((one) => one.service === service);
      if (freeze === undefined) throw new HttpProblem('not-found', `${service} is not frozen.`);
      response.json(freeze);
    })
    .delete(requireRole('operator'), async (request, response) => {
      const { service } = validate(parameters, request.params);
      const { reason } = validate(unfreezeQuery, request.query);
      noteAudit(response, 'freeze.lift', { service, reason });
      const answer = await controlPlane.unfreeze({ service, reason, actor: principalOf(response).name });
      if (!answer.ok) throw refusalProblem(answer.refusal);
      response.status(204).end();
    })
    .all(methodNotAllowed('GET', 'DELETE'));
  return router;
}
