import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';

/** What a server said to a handshake; status 101 is a yes. */
export interface HandshakeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Of a refusal, as text, at most 64 KiB of it. */
  readonly body: string;
}

/** A handshake that gave no session, with what the server said, if it said anything. */
export class HandshakeFailed extends Error {
  override readonly name = 'HandshakeFailed';
  readonly answer: HandshakeAnswer;
  constructor(answer: HandshakeAnswer) {
    super('websocket: bad handshake');
    this.answer = answer;
  }
}

const mostBodyBytes = 65_536;

/** Waits until a socket is open and gives the server's answer; throws HandshakeFailed for a refusal, or what the connection threw. */
export function handshake(socket: WebSocket): Promise<HandshakeAnswer> {
  return new Promise((resolve, reject) => {
    let accepted: IncomingMessage | undefined;
    socket.once('upgrade', (response: IncomingMessage) => {
      accepted = response;
    });
    socket.once('open', () => resolve({ status: accepted?.statusCode ?? 101, headers: accepted?.headers ?? {}, body: '' }));
    socket.once('error', reject);
    socket.once('unexpected-response', (request: ClientRequest, response: IncomingMessage) => {
      // Giving the request up is an error to the socket, but no news.
      socket.off('error', reject);
      void refused(request, response).then(reject);
    });
  });
}

/** Reads the refusal to its end, which is limited in size and, by the socket's own timeout, in time. */
async function refused(request: ClientRequest, response: IncomingMessage): Promise<HandshakeFailed> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= mostBodyBytes) break;
    }
  } catch {
    // The refusal is the news, not how much of its text arrived.
  }
  request.destroy();
  const body = Buffer.concat(chunks).subarray(0, mostBodyBytes).toString();
  return new HandshakeFailed({ status: response.statusCode ?? 0, headers: response.headers, body });
}
