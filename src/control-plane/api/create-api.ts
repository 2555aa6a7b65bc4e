import { randomUUID } from 'node:crypto';
import express, { type Express, type RequestHandler } from 'express';
import type { ControlPlane } from '../control/control-plane.ts';
import type { Clock } from '../control/ports/clock.ts';
import { auditWrites } from './audit-writes.ts';
import { authenticate } from './authenticate.ts';
import { freezeRoutes } from './freeze-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { identifyRequest } from './identify-request.ts';
import { limitWrites } from './limit-writes.ts';
import { logRequests } from './log-requests.ts';
import type { Logger } from './logger.ts';
import { HttpProblem } from './problem.ts';
import { problemHandler } from './problem-handler.ts';
import { readJson } from './read-json.ts';
import { readingRoutes } from './reading-routes.ts';
import { releaseEvents } from './release-events.ts';
import { releaseRoutes } from './release-routes.ts';
import { securityHeaders } from './security-headers.ts';
import { tokenRoutes } from './token-routes.ts';
import type { Tokens } from './tokens/create-tokens.ts';

/** What the HTTP API stands on. */
export interface ApiParts {
  readonly controlPlane: ControlPlane;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  /** Aborts when the server stops, so that event streams end; without it they end with their connections. */
  readonly stopping?: AbortSignal;
  /** Rejects when Sluice can't serve; by default the ledger is asked for one release. */
  readonly ready?: () => Promise<unknown>;
  /** Middleware that sees every request first, such as what measures them. */
  readonly first?: readonly RequestHandler[];
  /** More routes, mounted before the answer "there is nothing here"; they see to their own authentication, and pages to their own Content-Security-Policy. */
  readonly more?: readonly RequestHandler[];
}

const nothingHere: RequestHandler = (request) => {
  throw new HttpProblem('not-found', `Nothing is at ${request.originalUrl.split('?')[0]}.`);
};

/** The HTTP API: everything below /api/v1 needs a token; problems are RFC 9457; writes are audited and limited. */
export function createApi(parts: ApiParts): Express {
  const { controlPlane, tokens, clock, logger, version } = parts;
  const stopping = parts.stopping ?? new AbortController().signal;
  const ready = parts.ready ?? (() => controlPlane.releases({ limit: 1 }));
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  for (const handler of parts.first ?? []) app.use(handler);
  app.use(identifyRequest(randomUUID), logRequests({ logger, clock }), securityHeaders());
  app.use(healthRoutes({ version, ready, clock }));
  app.use('/api/v1', auditWrites(logger), authenticate(tokens), limitWrites(clock), readJson());
  app.use('/api/v1', releaseRoutes(controlPlane, releaseEvents({ controlPlane, tokens, clock, logger, stopping })));
  app.use('/api/v1', freezeRoutes({ controlPlane, clock }), readingRoutes(controlPlane), tokenRoutes({ tokens, clock }));
  app.use('/api/v1', nothingHere);
  for (const handler of parts.more ?? []) app.use(handler);
  app.use(nothingHere, problemHandler(logger));
  return app;
}
