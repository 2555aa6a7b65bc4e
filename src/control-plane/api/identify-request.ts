import type { RequestHandler } from 'express';
import { contextOf } from './request-context.ts';

/** Gives each request an id: the caller's own from X-Request-Id when it is harmless in a log, else a new one. It is sent back. */
export function identifyRequest(newId: () => string): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id');
    const requestId = given !== undefined && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : newId();
    contextOf(response).requestId = requestId;
    response.set('X-Request-Id', requestId);
    next();
  };
}
