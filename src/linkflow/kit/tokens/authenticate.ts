import type { RequestHandler } from 'express';
import { Problem } from '../problem.ts';
import type { AccessTokenVerifier } from './access-token-verifier.ts';
import { setPrincipal } from './principal.ts';

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i;

/** The token of an Authorization header (RFC 6750), or undefined when there is none of that kind. */
export function bearerToken(header: string | undefined): string | undefined {
  return header === undefined ? undefined : BEARER.exec(header)?.[1];
}

/** The problem of a request without a usable access token; tells apart absent and refused, as RFC 6750 asks. */
export function unauthenticated(token: string | undefined): Problem {
  const challenge = token === undefined ? 'Bearer realm="linkflow"' : 'Bearer realm="linkflow", error="invalid_token"';
  const detail = token === undefined ? 'Send an access token as Authorization: Bearer …' : 'The access token is expired or not valid';
  return new Problem('unauthenticated', detail, { headers: { 'WWW-Authenticate': challenge } });
}

/** Lets only requests with a valid access token pass, and notes whom it speaks for. */
export function authenticate(verifier: AccessTokenVerifier): RequestHandler {
  return async (request, response, next) => {
    const token = bearerToken(request.get('authorization'));
    const principal = token === undefined ? undefined : await verifier.verify(token);
    if (token === undefined || principal === undefined) throw unauthenticated(token);
    setPrincipal(response, principal, token);
    next();
  };
}
