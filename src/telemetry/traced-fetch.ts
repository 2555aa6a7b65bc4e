import { context, propagation, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from '@opentelemetry/semantic-conventions';

/** One call to another service; `signal` is not optional, because each outside call has a deadline. */
export interface TracedRequest extends RequestInit {
  readonly signal: AbortSignal;
}

/** fetch() as a client span. */
export type TracedFetch = (url: string | URL, request: TracedRequest) => Promise<Response>;

/**
 * Makes a fetch() that opens a client span under the active one and sends its `traceparent` along.
 *
 * The span ends when the answer's headers are there; it is an error for a status from 400 and when fetch() rejects, which is
 * passed on unchanged. The span holds host and port, never path, query or headers: these can hold secrets.
 */
export function createTracedFetch({ tracer, fetch = globalThis.fetch }: TracedFetchOptions): TracedFetch {
  return async (url, request) => {
    const { hostname, port, protocol } = new URL(url);
    const method = (request.method ?? 'GET').toUpperCase();
    const attributes = {
      [ATTR_HTTP_REQUEST_METHOD]: method,
      [ATTR_SERVER_ADDRESS]: hostname,
      [ATTR_SERVER_PORT]: Number(port) || (protocol === 'https:' ? 443 : 80),
    };
    return tracer.startActiveSpan(method, { kind: SpanKind.CLIENT, attributes }, async (span) => {
      try {
        const headers = new Headers(request.headers);
        propagation.inject(trace.setSpan(context.active(), span), headers, { set: (carrier, name, value) => carrier.set(name, value) });
        const response = await fetch(url, { ...request, headers });
        span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, response.status);
        if (response.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
        return response;
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'fetch failed' });
        throw error;
      } finally {
        span.end();
      }
    });
  };
}

/** What createTracedFetch() needs; `fetch` defaults to Node's own. */
export interface TracedFetchOptions {
  readonly tracer: Tracer;
  readonly fetch?: typeof globalThis.fetch;
}
