import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

type Behaviour = (socket: WebSocket, request: IncomingMessage) => void;

/** How the server behaves at each path; elsewhere it echoes. */
const behaviours: Readonly<Record<string, Behaviour>> = {
  '/greet': (socket, { headers }) => socket.send(JSON.stringify(headers)),
  '/close': (socket) => socket.close(4001, 'enough'),
  '/kill': (socket) => socket.terminate(),
  '/ping': (socket) => socket.ping('are you there'),
  '/binary': (socket) => socket.send(Buffer.from([0, 1, 255])),
  '/nul': (socket) => socket.send('a\0b'),
  '/big': (socket) => socket.send(Buffer.alloc(40 * 1024 * 1024, 65), { binary: false }),
  '/flood': (socket) => {
    for (let sent = 0; sent < 2_000; sent += 1) socket.send(String(sent));
    socket.send('last');
  },
};

const echo: Behaviour = (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));

/** A WebSocket server on a free port of loopback, with TLS where it gets a certificate. */
export class SocketServer {
  readonly requests: IncomingMessage[] = [];
  /** Codes with which sockets were closed. */
  readonly closed: number[] = [];
  readonly #server: Server;
  readonly #wire = new Set<Duplex>();

  private constructor(server: Server) {
    this.#server = server;
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: { threshold: 0 } });
    server.on('connection', (wire: Duplex) => {
      this.#wire.add(wire);
      wire.on('close', () => this.#wire.delete(wire));
    });
    sockets.on('headers', (headers) => headers.push('Set-Cookie: socket=yes; Path=/'));
    sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
      this.requests.push(request);
      socket.on('close', (code) => this.closed.push(code));
      socket.on('error', () => undefined);
      (behaviours[pathOf(request)] ?? echo)(socket, request);
    });
    server.on('upgrade', (request: IncomingMessage, wire: Duplex, head: Buffer) => {
      if (pathOf(request) === '/forbidden') wire.resume().end('HTTP/1.1 403 Forbidden\r\nContent-Length: 7\r\n\r\ngo away');
      else if (pathOf(request) === '/garbage') acceptAndSpoil(wire, request);
      else if (pathOf(request) === '/silent') wire.resume().on('end', () => wire.end());
      else sockets.handleUpgrade(request, wire, head, (socket) => sockets.emit('connection', socket, request));
    });
  }

  /** Starts one; it is listening when the promise is there. */
  static async start(tls?: { readonly cert: string; readonly key: string }): Promise<SocketServer> {
    const server = tls === undefined ? createServer() : (createTlsServer(tls) as unknown as Server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SocketServer(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#wire.size;
  }

  async stop(): Promise<void> {
    for (const wire of this.#wire) wire.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';

/** A right handshake, and then a frame of an opcode that does not exist. */
function acceptAndSpoil(wire: Duplex, request: IncomingMessage): void {
  const sockets = new WebSocketServer({ noServer: true });
  sockets.handleUpgrade(request, wire, Buffer.alloc(0), () => wire.write(Buffer.from([0x83, 0x01, 0x41])));
}
