import type { RequestHandler, Response } from 'express';
import type { Role } from '../control/ports/token-store.ts';
import { HttpProblem } from './problem.ts';
import { contextOf, principalOf } from './request-context.ts';
import type { Tokens } from './tokens/create-tokens.ts';
import { includesRole } from './tokens/role.ts';

/** The token of an Authorization header; undefined when there is none. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer +([^\s,]+)$/i.exec(header ?? '')?.[1];
}

/** Lets only bearers of a live token pass, and remembers who they are. */
export function authenticate(tokens: Tokens): RequestHandler {
  return async (request, response, next) => {
    const text = bearerToken(request.get('authorization'));
    const principal = text === undefined ? undefined : await tokens.verify(text);
    if (principal === undefined) {
      const challenge = text === undefined ? 'Bearer realm="sluice"' : 'Bearer realm="sluice", error="invalid_token"';
      const detail = text === undefined ? 'Send a token as Authorization: Bearer slt_…' : 'The token is unknown, expired or revoked.';
      throw new HttpProblem('unauthenticated', detail, { headers: { 'WWW-Authenticate': challenge } });
    }
    contextOf(response).principal = principal;
    next();
  };
}

/** Lets only those pass whose role includes another. */
export function requireRole(needs: Role): RequestHandler {
  return (_request, response, next) => {
    demandRole(response, needs, 'This');
    next();
  };
}

/** Throws the problem `forbidden` where the role of who is asking does not include another; `what` begins the sentence that says so. */
export function demandRole(response: Response, needs: Role, what: string): void {
  const { role, name } = principalOf(response);
  if (!includesRole(role, needs)) throw new HttpProblem('forbidden', `${what} takes the role ${needs}; ${name} has ${role}.`);
}
