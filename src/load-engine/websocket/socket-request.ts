import { type Hop, hopHeaders } from '../http/hop.ts';
import { noBody } from '../http/request-body.ts';
import type { RequestParams } from '../http/request-params.ts';
import { type RequestTarget, requestTarget } from '../http/request-target.ts';
import type { SessionCookies } from '../http/session-cookies.ts';

/** A WebSocket as a script asks for it. */
export interface SocketRequest {
  /** `ws:` or `wss:`, without credentials and fragment: what tags and Response.url show. */
  readonly address: string;
  readonly target: RequestTarget;
  readonly protocols: readonly string[];
  readonly compress: boolean;
  readonly params: RequestParams;
}

/** Reads what a script passes; throws an Error that says what is wrong with the address, or with a parameter. */
export function socketRequest(address: string, params: RequestParams): SocketRequest {
  const target = requestTarget(address.trim().replace(/^ws(?=s?:)/i, 'http'));
  if (target === undefined) throw new Error(`not a WebSocket address: ${address} (it must begin with ws:// or wss://)`);
  const unknown = params.compression.find((name) => name !== 'deflate');
  if (unknown !== undefined) throw new Error(`the WebSocket parameter compression knows 'deflate', not '${unknown}'`);
  return {
    address: target.href.replace(/^http/, 'ws'),
    target,
    protocols: protocolsOf(params.headers),
    compress: params.compression.length > 0,
    params,
  };
}

/** The request as cookies and credentials are chosen for it. */
export function handshakeHop({ target, params }: SocketRequest): Hop {
  return { target, method: 'GET', body: noBody, headers: params.headers };
}

/** Headers that are the handshake's own to say. */
const ours = /^(?:connection|upgrade|sec-websocket-.*)$/i;

/** The headers of the handshake as Node takes them, with the cookies that fit, and the trace where there is one that the script has not named itself. */
export function handshakeHeaders(request: SocketRequest, cookies: SessionCookies, traceparent: string | undefined): Record<string, string> {
  const hop = handshakeHop(request);
  const headers: Record<string, string> = {};
  for (const [name, value] of pairs(hopHeaders(hop, request.params, cookies.sentWith(hop, request.params), undefined, traceparent))) {
    if (!ours.test(name)) headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

/** Scripts ask for subprotocols by the header, for the older module has no other way. */
function protocolsOf(headers: readonly string[]): readonly string[] {
  return pairs(headers)
    .filter(([name]) => name.toLowerCase() === 'sec-websocket-protocol')
    .flatMap(([, value]) => value.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function pairs(flat: readonly string[]): readonly (readonly [name: string, value: string])[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []));
}
