import { context, propagation } from '@opentelemetry/api';

/** The given headers plus `traceparent` (and `tracestate`, `baggage`) of the active span; unchanged where no span is active. */
export function injectTraceHeaders(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  const carried = { ...headers };
  propagation.inject(context.active(), carried);
  return carried;
}
