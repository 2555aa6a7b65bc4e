import type { Request, RequestHandler } from 'express';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { parseInput } from '../kit/parse-input.ts';
import { Problem } from '../kit/problem.ts';
import type { ServiceRoute } from '../kit/service-route.ts';
import { unauthenticated } from '../kit/tokens/authenticate.ts';
import { principalOf } from '../kit/tokens/principal.ts';
import type { Accounts } from './accounts.ts';
import type { AuthMetrics } from './auth-metrics.ts';
import type { Origin } from './session.ts';
import type { Sessions } from './sessions.ts';

/** What the routes of the auth service need. */
export interface AuthRoutesOptions {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly publicKeys: JSONWebKeySet;
  readonly authenticated: RequestHandler;
  readonly metrics: AuthMetrics;
}

// Case is no part of who an e-mail address belongs to; two accounts that differ in it alone would only be a trap.
const email = z.string().trim().toLowerCase().max(254).pipe(z.email());
const registerBody = z.strictObject({ email, password: z.string().min(8).max(256) });
// What a password must be like is not asked here: the answer to a wrong one is the same whatever it is like.
const loginBody = z.strictObject({ email, password: z.string().max(256) });
const refreshBody = z.strictObject({ refreshToken: z.string().min(1).max(4096) });
const JWKS_MAX_AGE_SECONDS = 300;

/** The routes of /api/v1/auth and the public keys. */
export function authRoutes(options: AuthRoutesOptions): readonly ServiceRoute[] {
  const { authenticated, publicKeys } = options;
  return [
    { method: 'post', path: '/api/v1/auth/register', handlers: [register(options)] },
    { method: 'post', path: '/api/v1/auth/login', handlers: [login(options)] },
    { method: 'post', path: '/api/v1/auth/refresh', handlers: [refresh(options)] },
    { method: 'post', path: '/api/v1/auth/logout', handlers: [authenticated, logout(options)] },
    { method: 'post', path: '/api/v1/auth/validate', handlers: [authenticated, validate(options)] },
    { method: 'get', path: '/.well-known/jwks.json', handlers: [jwks(publicKeys)] },
  ];
}

function register({ accounts }: AuthRoutesOptions): RequestHandler {
  return async (request, response) => {
    const body = parseInput(registerBody, request.body, 'body');
    const { userId, email, createdAt } = await accounts.register(body.email, body.password);
    response.status(201).json({ userId, email, createdAt: createdAt.toISOString() });
  };
}

function login({ accounts, sessions, metrics }: AuthRoutesOptions): RequestHandler {
  return async (request, response) => {
    const body = parseInput(loginBody, request.body, 'body');
    const user = await accounts.check(body.email, body.password);
    metrics.login(user === undefined ? 'refused' : 'succeeded');
    if (user === undefined) throw new Problem('invalid-credentials', 'E-mail or password is wrong');
    response.setHeader('Cache-Control', 'no-store');
    response.json(await sessions.open(user, originOf(request)));
  };
}

function refresh({ sessions }: AuthRoutesOptions): RequestHandler {
  return async (request, response) => {
    const { refreshToken } = parseInput(refreshBody, request.body, 'body');
    response.setHeader('Cache-Control', 'no-store');
    response.json(await sessions.refresh(refreshToken, originOf(request)));
  };
}

function logout({ sessions }: AuthRoutesOptions): RequestHandler {
  return async (request, response) => {
    await sessions.close(principalOf(response).sessionId, originOf(request));
    response.status(204).end();
  };
}

function validate({ sessions }: AuthRoutesOptions): RequestHandler {
  return async (_request, response) => {
    const { userId, sessionId, expiresAtMs } = principalOf(response);
    const session = await sessions.find(sessionId);
    // A token of a session that is over is genuine still, for the minutes it has left; only here can that be known.
    if (session === undefined) throw unauthenticated('');
    response.json({ userId, email: session.email, sessionId, expiresAt: new Date(expiresAtMs).toISOString() });
  };
}

function jwks(publicKeys: JSONWebKeySet): RequestHandler {
  return (_request, response) => {
    response.setHeader('Cache-Control', `public, max-age=${JWKS_MAX_AGE_SECONDS}`);
    response.json(publicKeys);
  };
}

function originOf(request: Request): Origin {
  return { ip: request.ip ?? '', userAgent: (request.get('user-agent') ?? '').slice(0, 500) };
}
