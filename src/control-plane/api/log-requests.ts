import type { RequestHandler } from 'express';
import type { Clock } from '../control/ports/clock.ts';
import type { Logger } from './logger.ts';
import { contextOf, requestIdOf } from './request-context.ts';

/** Logs each request when it is over: method, path, status, time and actor; neither headers nor query nor body. */
export function logRequests({ logger, clock }: { readonly logger: Logger; readonly clock: Clock }): RequestHandler {
  return (request, response, next) => {
    const startedAtMs = clock.now();
    const path = request.path;
    response.once('close', () => {
      const fields = {
        requestId: requestIdOf(response),
        method: request.method,
        path,
        status: response.statusCode,
        durationMs: clock.now() - startedAtMs,
        actor: contextOf(response).principal?.name,
        cut: response.writableFinished ? undefined : true,
      };
      logger.info(fields, 'request');
    });
    next();
  };
}
