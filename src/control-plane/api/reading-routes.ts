import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { ControlPlane } from '../control/control-plane.ts';
import { ledgerHead, serviceName } from './fields.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { refusalProblem } from './problem.ts';
import { validate } from './validate.ts';

const verificationQuery = z.strictObject({ head: ledgerHead.optional() });
const sloQuery = z.strictObject({ service: serviceName.optional() });

function showSlos(controlPlane: ControlPlane): RequestHandler {
  return async (request, response) => {
    const answer = await controlPlane.sloStatus(validate(sloQuery, request.query).service);
    if (!answer.ok) throw refusalProblem(answer.refusal);
    response.json({ slos: answer.value });
  };
}

function verifyLedger(controlPlane: ControlPlane): RequestHandler {
  return async (request, response) => {
    const { head } = validate(verificationQuery, request.query);
    response.json(await controlPlane.verifyLedger(head));
  };
}

function listServices(controlPlane: ControlPlane): RequestHandler {
  return (_request, response) => {
    response.json({ services: controlPlane.services() });
  };
}

/** What can only be read: services, SLOs as measured now, and whether the ledger holds. */
export function readingRoutes(controlPlane: ControlPlane): Router {
  const router = Router();
  router.route('/services').get(listServices(controlPlane)).all(methodNotAllowed('GET'));
  router.route('/slos').get(showSlos(controlPlane)).all(methodNotAllowed('GET'));
  router.route('/ledger/verification').get(verifyLedger(controlPlane)).all(methodNotAllowed('GET'));
  return router;
}
