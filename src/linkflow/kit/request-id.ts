import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

const ACCEPTED = /^[A-Za-z0-9._-]{8,128}$/;

/** The id of a request: the caller's when it is harmless to log and echo (8 to 128 letters, digits, `.`, `_`, `-`), else a new one. */
export function requestIdFrom(header: string | undefined, newId: () => string = randomUUID): string {
  return header !== undefined && ACCEPTED.test(header) ? header : newId();
}

/** Gives each request its id, in `x-request-id` of the answer and for requestIdOf(). */
export function requestIdMiddleware(): RequestHandler {
  return (request, response, next) => {
    const id = requestIdFrom(request.get('x-request-id'));
    response.locals['requestId'] = id;
    response.setHeader('x-request-id', id);
    next();
  };
}

/** The id that requestIdMiddleware() gave this request; undefined where it was not mounted. */
export function requestIdOf(response: Response): string | undefined {
  const id: unknown = response.locals['requestId'];
  return typeof id === 'string' ? id : undefined;
}
