import type { IncomingHttpHeaders } from 'node:http';

/** Headers that belong to one connection (RFC 9110 §7.6.1) and never pass a proxy. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
]);

/** Headers that only the gateway may set: a client that sends them would speak in its name. */
const ownHeaders = new Set([
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-request-id',
  'x-real-ip',
  'traceparent',
  'tracestate',
]);

/** Who sent the request that is forwarded. */
export interface Forwarded {
  readonly clientAddress: string;
  readonly host: string | undefined;
  readonly protocol: string;
  readonly requestId: string;
}

/** The headers of a request as they go on to a service: end-to-end ones of the client, and the gateway's own about the client. Trace headers are the caller's to add. */
export function requestHeaders(incoming: IncomingHttpHeaders, forwarded: Forwarded): Record<string, string | string[]> {
  const named = connectionHeaders(incoming.connection);
  const kept = Object.entries(incoming).filter(
    (entry): entry is [string, string | string[]] =>
      entry[1] !== undefined && !hopByHop.has(entry[0]) && !ownHeaders.has(entry[0]) && !named.has(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    'x-forwarded-for': forwarded.clientAddress,
    'x-forwarded-proto': forwarded.protocol,
    ...(forwarded.host === undefined ? {} : { 'x-forwarded-host': forwarded.host }),
    'x-request-id': forwarded.requestId,
  };
}

/** The headers of a service's answer as the client gets them: without those of the connection between gateway and service. */
export function responseHeaders(incoming: IncomingHttpHeaders): Record<string, string | string[]> {
  const named = connectionHeaders(incoming.connection);
  const kept = Object.entries(incoming).filter(
    (entry): entry is [string, string | string[]] => entry[1] !== undefined && !hopByHop.has(entry[0]) && !named.has(entry[0]),
  );
  return Object.fromEntries(kept);
}

function connectionHeaders(connection: string | undefined): ReadonlySet<string> {
  return new Set((connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
}
