import type { RequestHandler } from 'express';
import type { Clock } from '../control/ports/clock.ts';
import type { Logger } from './logger.ts';
import { contextOf, requestIdOf } from './request-context.ts';

const probes = ['/healthz', '/readyz'];

/** Logs each request when it is over: method, path, status, time and actor; neither headers nor query nor body. Probes that are answered well say nothing, since they come every few seconds. */
export function logRequests({ logger, clock }: { readonly logger: Logger; readonly clock: Clock }): RequestHandler {
  return (request, response, next) => {
    const startedAtMs = clock.now();
    const path = request.path;
    response.once('close', () => {
      if (probes.includes(path) && response.statusCode < 400) return;
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
