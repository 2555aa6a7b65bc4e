import type { RequestHandler } from 'express';
import type { Metrics } from './metrics.ts';
import { followRoute, routeTemplate } from './route-template.ts';

/** nginx's status for a client that left before its answer was complete; no HTTP standard names one. */
const CLIENT_CLOSED_REQUEST = 499;

/**
 * Counts each request once, with rate, errors and duration, under its route's template. Mount it before everything else.
 *
 * A request that no route took counts as `unmatched`; one whose client left counts with code 499, whatever status was being sent.
 */
export function redMiddleware({ metrics, monotonicMs = () => performance.now() }: RedMiddlewareOptions): RequestHandler {
  return (request, response, next) => {
    const startedMs = monotonicMs();
    followRoute(request);
    // `close` follows both an answer that was sent and a connection that broke, and comes once.
    response.once('close', () =>
      metrics.observeRequest({
        route: routeTemplate(request),
        method: request.method,
        code: response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST,
        seconds: (monotonicMs() - startedMs) / 1000,
      }),
    );
    next();
  };
}

/** What redMiddleware() needs; `monotonicMs` is a clock that never goes back. */
export interface RedMiddlewareOptions {
  readonly metrics: Pick<Metrics, 'observeRequest'>;
  readonly monotonicMs?: () => number;
}
