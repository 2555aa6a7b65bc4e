/** k6's error codes of HTTP/2 by what failed: a code of RFC 9113, section 7, is added to the one after the general one. Source: k6 documentation, "Error codes". */
const general = { goaway: 1610, stream: 1630, session: 1650 } as const;

/** RFC 9113, section 7, in the order of the codes. */
const errorNames = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
];

/** What an error of undici or node:http2 says in k6's terms; undefined where it is none of HTTP/2. */
export function http2Failure(code: string, message: string): { readonly code: number; readonly message: string } | undefined {
  const goaway = /GOAWAY" frame received with code (\d+)/.exec(message);
  if (goaway !== null) return failure('goaway', Number(goaway[1]), 'the server ended the connection (GOAWAY)');
  const stream = /[Ss]tream closed with error code (\w+)|"stream error" received - code (\d+)/.exec(message);
  if (stream !== null) return failure('stream', numberOf(stream[1] ?? stream[2] ?? ''), 'the server reset the stream');
  // node:http2 tells neither NO_ERROR nor CANCEL as an error, and so not which of them it was.
  if (/stream (?:closed before|half-closed)/.test(message))
    return failure('stream', undefined, 'the server reset the stream before its answer was whole');
  // node:http2 ends a session so where a GOAWAY with an error came.
  const session = /[Ss]ession closed with error code (\w+)/.exec(message);
  if (session !== null) return failure('goaway', numberOf(session[1] ?? ''), 'the server ended the connection (GOAWAY)');
  if (code === 'ERR_HTTP2_ERROR') return failure('session', undefined, `the connection failed: ${message}`);
  if (code.startsWith('ERR_HTTP2_') || message.startsWith('HTTP/2:'))
    return { code: 1600, message: `HTTP/2: ${message.replace(/^HTTP\/2: /, '')}` };
  return undefined;
}

function numberOf(name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  const code = errorNames.indexOf(name.replace('NGHTTP2_', ''));
  return code < 0 ? undefined : code;
}

/** k6 leaves room for nineteen codes of each kind. */
function failure(
  what: keyof typeof general,
  code: number | undefined,
  message: string,
): { readonly code: number; readonly message: string } {
  const named = code === undefined ? '' : `, ${errorNames[code] ?? 'code'} (${code})`;
  const specific = code !== undefined && code < 19 ? 1 + code : 0;
  return { code: general[what] + specific, message: `HTTP/2: ${message}${named}` };
}
