import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RequestHandler, Router } from 'express';
import { authenticate } from './authenticate.ts';
import type { Tokens } from './tokens/create-tokens.ts';

/** Answers Prometheus' HTTP API, its paths without a prefix; it only reads, and answers whatever comes. */
export type MetricsApi = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const probes = ['/-/healthy', '/-/ready'];

/**
 * The embedded metrics below /prometheus, for Grafana and whoever else speaks to a Prometheus: with a token of any role, for all of them read.
 * A POST is a long question and no write, so it is neither limited nor audited. Probes need no token, as elsewhere.
 */
export function prometheusRoutes({ tokens, answer }: { readonly tokens: Tokens; readonly answer: MetricsApi }): Router {
  const check = authenticate(tokens);
  const checkUnlessProbe: RequestHandler = (request, response, next) =>
    probes.includes(request.path) ? next() : check(request, response, next);
  const router = Router();
  router.use('/prometheus', checkUnlessProbe, (request, response) => answer(request, response));
  return router;
}
