/** An answer in plain text. */
export interface PlainReply {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What the paths below `/-/` answer: whether the engine lives and is ready, for probes. To reload or quit is refused: an engine is part of
 * the process that opened it. undefined for any other path.
 */
export function lifecycleReply(asked: {
  readonly path: string;
  readonly method: string;
  readonly isReady: boolean;
}): PlainReply | undefined {
  const { path, method, isReady } = asked;
  const isReading = method === 'GET' || method === 'HEAD';
  switch (path) {
    case '/-/healthy':
      return isReading ? { status: 200, text: 'The metrics engine is healthy.\n' } : notAllowed('GET, HEAD');
    case '/-/ready':
      if (!isReading) return notAllowed('GET, HEAD');
      return isReady
        ? { status: 200, text: 'The metrics engine is ready.\n' }
        : { status: 503, text: 'The log of samples is being read.\n' };
    case '/-/reload':
    case '/-/quit':
      return method === 'POST' || method === 'PUT' ? { status: 403, text: 'Lifecycle API is not enabled.\n' } : notAllowed('POST, PUT');
    default:
      return undefined;
  }
}

function notAllowed(allow: string): PlainReply {
  return { status: 405, text: 'Method Not Allowed\n', headers: { allow } };
}
