import { Router } from 'express';
import { z } from 'zod';
import type { ControlPlane } from '../control/control-plane.ts';
import { serviceName } from './fields.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { refusalProblem } from './problem.ts';
import { validate } from './validate.ts';

const sloQuery = z.strictObject({ service: serviceName.optional() });

/** What can only be read: services, SLOs as measured now, and whether the ledger holds. */
export function readingRoutes(controlPlane: ControlPlane): Router {
  const router = Router();
  let walking: ReturnType<ControlPlane['verifyLedger']> | undefined;
  // Walking the whole ledger is the one expensive read: those who ask meanwhile share one walk.
  const verifyOnce = () => {
    walking ??= controlPlane.verifyLedger().finally(() => {
      walking = undefined;
    });
    return walking;
  };
  router
    .route('/services')
    .get((_request, response) => {
      response.json({ services: controlPlane.services() });
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/slos')
    .get(async (request, response) => {
      const answer = await controlPlane.sloStatus(validate(sloQuery, request.query).service);
      if (!answer.ok) throw refusalProblem(answer.refusal);
      response.json({ slos: answer.value });
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/ledger/verification')
    .get(async (_request, response) => {
      response.json(await verifyOnce());
    })
    .all(methodNotAllowed('GET'));
  return router;
}
