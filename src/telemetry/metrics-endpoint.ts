import type { RequestHandler } from 'express';
import type { Registry } from 'prom-client';

/**
 * Answers with the registry in Prometheus' text format 0.0.4, whatever the scraper would accept.
 *
 * One content type only: prom-client renames counters in place when one registry is read in two formats.
 */
export function metricsEndpoint({ registry }: { readonly registry: Registry }): RequestHandler {
  return async (_request, response) => {
    const text = await registry.metrics();
    response.setHeader('Content-Type', registry.contentType);
    response.end(text);
  };
}
