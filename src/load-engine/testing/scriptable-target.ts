import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo, Server, Socket } from 'node:net';
import { selfSigned } from '../http/certificate-fixture.ts';
import { answerTarget } from './answer-target.ts';
import { type TargetCounts, TargetTally } from './target-counts.ts';

/**
 * A server that does what the path of a request asks for, so that a script's counts, tags, timings and errors can be held against what
 * really happened. `origin` speaks HTTP/1.1; `secureOrigin` speaks HTTP/2 and HTTP/1.1 over TLS, by ALPN, with a certificate of its own making.
 *
 *   timing     /delay/20 · /delay/20/50 · /stall/1000/10000 · /slow/<chunks>/<pause ms>/<bytes> · /endless/<pause ms> · /hang
 *   broken     /reset/before · /reset/body · /half/<promised>/<sent> · /close · /close-early · /close-after · /malformed/<kind> ·
 *              /raw/<base64url>?after=end|reset|hold · /headers/<count>/<bytes> · /http2/reset/<code> · /http2/goaway/<code>
 *   statuses   /status/404 · /redirect/<hops>?status=302 · /redirect-to?to=&status= · /redirect-loop · /no-body/204?body · /hints/<count>
 *   content    /echo · /certificate · /from · /upload · /multipart · /bytes/<count> · /text/<text> · /html · /encoded/gzip,br · /encoded/broken|cut/<name>
 *   state      /cookies · /cookies/set?name=value&attributes= · /basic/<user>/<password> · /digest/<qop>/<user>/<password>?algorithm=&uses=
 *   itself     GET /counts tells what it saw · POST /counts/reset begins anew, also the clock of /stall
 *
 * As a process of its own: `node src/load-engine/testing/target-main.ts`, which writes `{ origin, secureOrigin, certificate }` as one line.
 */
export interface ScriptableTarget {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** `https://localhost:port` */
  readonly secureOrigin: string;
  /** PEM, for clients that want to verify. */
  readonly certificate: string;
  /** What was seen since the start or the last reset. */
  readonly counts: () => TargetCounts;
  readonly reset: () => void;
  /** Closes everything, connections included. */
  readonly close: () => Promise<void>;
}

/** Starts a target on two free ports of the loopback address. */
export async function startScriptableTarget(): Promise<ScriptableTarget> {
  const tally = new TargetTally();
  const { cert, key } = selfSigned('localhost');
  const { answer, reset } = answerTarget(tally);
  const sockets = new Set<Socket>();
  const plain = createServer({ maxHeaderSize: 1 << 20, keepAliveTimeout: 60_000 }, answer);
  const secure = createSecureServer({ cert, key, allowHTTP1: true, requestCert: true, rejectUnauthorized: false }, (request, response) =>
    // The compatibility layer of HTTP/2 has the face of HTTP/1.1, though not its type.
    answer(request as unknown as Parameters<typeof answer>[0], response as unknown as Parameters<typeof answer>[1]),
  );
  secure.on('session', () => {
    tally.http2Sessions += 1;
  });
  for (const server of [plain, secure]) {
    server.on('connection', (socket: Socket) => noteSocket(socket, sockets, tally));
    server.on('clientError', (_error: Error, socket: Socket) => socket.destroy());
    server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
  }
  const [port, securePort] = [await listen(plain), await listen(secure)];
  return {
    origin: `http://127.0.0.1:${port}`,
    secureOrigin: `https://localhost:${securePort}`,
    certificate: cert,
    counts: () => tally.read(),
    reset,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([plain, secure].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

function noteSocket(socket: Socket, sockets: Set<Socket>, tally: TargetTally): void {
  tally.connections += 1;
  tally.openConnections += 1;
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    sockets.delete(socket);
    tally.openConnections -= 1;
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
