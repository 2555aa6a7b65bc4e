import { http2Failure } from './http2-failure.ts';

/** A request that got no answer: k6's error code and a message. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly code: number;
  constructor(code: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** k6's error codes for causes that Node and undici name. Source: k6 documentation, "Error codes". */
const codes: Readonly<Record<string, readonly [number, string]>> = {
  ENOTFOUND: [1101, 'no such host'],
  EAI_AGAIN: [1100, 'the name server did not answer'],
  EAI_FAIL: [1100, 'the name server failed'],
  EPIPE: [1201, 'write: broken pipe'],
  EHOSTUNREACH: [1210, 'dial: no route to host'],
  ENETUNREACH: [1210, 'dial: network is unreachable'],
  EADDRNOTAVAIL: [1210, 'dial: no free local port for another connection'],
  EMFILE: [1210, 'dial: too many open files'],
  ETIMEDOUT: [1211, 'dial: i/o timeout'],
  ECONNREFUSED: [1212, 'dial: connection refused'],
  ECONNRESET: [1220, 'read: connection reset by peer'],
  DEPTH_ZERO_SELF_SIGNED_CERT: [1310, 'x509: certificate signed by unknown authority'],
  SELF_SIGNED_CERT_IN_CHAIN: [1310, 'x509: certificate signed by unknown authority'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [1310, 'x509: certificate signed by unknown authority'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [1310, 'x509: certificate signed by unknown authority'],
  CERT_HAS_EXPIRED: [1300, 'x509: certificate has expired'],
  ERR_TLS_CERT_ALTNAME_INVALID: [1311, 'x509: certificate is not valid for this host name'],
  EPROTO: [1300, 'the TLS handshake failed'],
  UND_ERR_SOCKET: [1000, 'EOF: the server closed the connection before its answer was whole'],
  UND_ERR_HEADERS_OVERFLOW: [1000, 'the response headers are too large'],
};

interface Thrown {
  readonly code?: string;
  readonly message?: string;
  readonly name?: string;
  readonly syscall?: string;
}

/** Turns what a connection threw into k6's terms. */
export function requestFailure(error: unknown): RequestFailure {
  if (error instanceof RequestFailure) return error;
  const [code, message] = codeAndMessage(error as Thrown, String(error));
  return new RequestFailure(code, message, error);
}

function codeAndMessage({ code = '', message, name, syscall }: Thrown, text: string): readonly [number, string] {
  // undici gives the errors of HTTP/2 the codes of others.
  const ofHttp2 = http2Failure(code, message ?? '');
  if (ofHttp2 !== undefined) return [ofHttp2.code, ofHttp2.message];
  const known = Object.hasOwn(codes, code) ? codes[code] : undefined;
  if (known !== undefined) return known;
  if (/^ERR_(?:SSL|TLS)/.test(code)) return [1300, `TLS: ${message ?? code}`];
  if (name === 'HTTPParserError') return [1000, `malformed HTTP response: ${message ?? code}`];
  if (syscall === 'getaddrinfo') return [1100, `lookup: ${message ?? code}`];
  if (syscall === 'connect') return [1213, `dial: ${message ?? code}`];
  return [syscall === 'read' || syscall === 'write' ? 1202 : 1000, message ?? text];
}

/** Whether a failure is one of HTTP/2 itself: a stream or a session that the server gave up. */
export function isOfHttp2({ code }: RequestFailure): boolean {
  return code >= 1600 && code < 1700;
}

/** k6's error code of a status: 1404 for 404, 1503 for 503, 0 below 400. */
export function statusErrorCode(status: number): number {
  return status >= 400 && status < 600 ? 1000 + status : 0;
}
