import { context, propagation, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { ATTR_HTTP_REQUEST_METHOD, ATTR_HTTP_RESPONSE_STATUS_CODE, ATTR_HTTP_ROUTE } from '@opentelemetry/semantic-conventions';
import type { Request, RequestHandler, Response } from 'express';
import { followRoute, routeTemplate } from './route-template.ts';

/**
 * Opens a server span for each request, a child of the caller's `traceparent` where there is one, and makes it the active span of
 * all that the request does.
 *
 * The span is named `METHOD route` with the route's template, ends with the answer, and is an error for a 5xx and for a client
 * that left (semantic conventions: a 4xx is the client's error, not the server's).
 */
export function traceMiddleware({ tracer }: { readonly tracer: Tracer }): RequestHandler {
  return (request, response, next) => {
    followRoute(request);
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    const span = tracer.startSpan(
      request.method,
      { kind: SpanKind.SERVER, attributes: { [ATTR_HTTP_REQUEST_METHOD]: request.method } },
      parent,
    );
    response.once('close', () => endSpan(span, request, response));
    context.with(trace.setSpan(parent, span), next);
  };
}

function endSpan(span: Span, request: Request, response: Response): void {
  const route = routeTemplate(request);
  span.updateName(`${request.method} ${route}`);
  span.setAttribute(ATTR_HTTP_ROUTE, route);
  if (response.writableFinished) span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, response.statusCode);
  if (!response.writableFinished) span.setStatus({ code: SpanStatusCode.ERROR, message: 'the client left before the answer was complete' });
  else if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
