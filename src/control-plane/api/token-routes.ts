import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { Clock } from '../control/ports/clock.ts';
import { requireRole } from './authenticate.ts';
import { instant } from './fields.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { HttpProblem } from './problem.ts';
import { noteAudit, principalOf } from './request-context.ts';
import { requireFuture } from './require-future.ts';
import type { Tokens } from './tokens/create-tokens.ts';
import { roles } from './tokens/role.ts';
import { validate } from './validate.ts';

const tokenRequest = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, 'must be letters, digits, ".", "_", "@" and "-", at most 64'),
  role: z.enum(roles),
  expiresAt: instant.optional(),
});
const parameters = z.strictObject({ id: z.string().regex(/^[0-9a-f]{12}$/, 'must be 12 hexadecimal digits') });

/** What the routes of tokens stand on. */
export interface TokenParts {
  readonly tokens: Tokens;
  readonly clock: Clock;
}

function listTokens({ tokens }: TokenParts): RequestHandler {
  return async (_request, response) => {
    response.json({ tokens: await tokens.list() });
  };
}

function createToken({ tokens, clock }: TokenParts): RequestHandler {
  return async (request, response) => {
    const { name, role, expiresAt } = validate(tokenRequest, request.body);
    noteAudit(response, 'token.create', { name, role, expiresAt });
    requireFuture('expiresAt', expiresAt, clock.now());
    const created = await tokens.create({ name, role, by: principalOf(response).name, expiresAtMs: expiresAt });
    noteAudit(response, 'token.create', { id: created.token.id, name, role, expiresAt });
    response.status(201).location(`/api/v1/tokens/${created.token.id}`).json(created);
  };
}

function revokeToken({ tokens }: TokenParts): RequestHandler {
  return async (request, response) => {
    const { id } = validate(parameters, request.params);
    noteAudit(response, 'token.revoke', { id });
    const revoked = await tokens.revoke(id, principalOf(response).name);
    if (!revoked) throw new HttpProblem('not-found', `There is no live token ${id}.`);
    response.status(204).end();
  };
}

/** Issuing, listing and revoking tokens; for admins alone. */
export function tokenRoutes(parts: TokenParts): Router {
  const router = Router();
  router.use('/tokens', requireRole('admin'));
  router.route('/tokens').get(listTokens(parts)).post(createToken(parts)).all(methodNotAllowed('GET', 'POST'));
  router.route('/tokens/:id').delete(revokeToken(parts)).all(methodNotAllowed('DELETE'));
  return router;
}
