import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One request on its way through the proxy. */
export interface PassingRequest {
  /** `asked`: the target does not know of it yet. `answered`: the target has done it, and the client does not know yet. */
  readonly moment: 'asked' | 'answered';
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** A door in front of a server, which a test can close, and at which it can look at what goes through. */
export interface TappedProxy {
  readonly url: string;
  /** From now on connections are cut, those under way too, as of a server that is gone. */
  cut(): void;
  mend(): void;
  /** Hears of every request twice. */
  tap: (request: PassingRequest) => void;
  close(): Promise<void>;
}

/** Headers that belong to one connection and not to the message. */
const ofTheConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'content-encoding']);

/** Starts a proxy on a free port that passes requests on to `target`. */
export async function startTappedProxy(target: string): Promise<TappedProxy> {
  let isCut = false;
  const server = createServer((request, response) => {
    if (isCut) request.socket.destroy();
    else passOn(target, request, response, (passing) => proxy.tap(passing)).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: TappedProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      isCut = true;
      server.closeAllConnections();
    },
    mend: () => {
      isCut = false;
    },
    tap: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

async function passOn(target: string, request: IncomingMessage, response: ServerResponse, tap: TappedProxy['tap']): Promise<void> {
  const { method = 'GET', url: path = '/' } = request;
  const body = await buffer(request);
  const passing = { method, path, body: body.toString() };
  tap({ ...passing, moment: 'asked' });
  const answer = await fetch(new URL(path, target), {
    method,
    headers: headersOf(request),
    ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
    redirect: 'manual',
  });
  const answered = Buffer.from(await answer.arrayBuffer());
  tap({ ...passing, moment: 'answered' });
  const headers = [...answer.headers].filter(([name]) => !ofTheConnection.has(name));
  response.writeHead(answer.status, Object.fromEntries(headers)).end(answered);
}

function headersOf(request: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(request.headers).filter(([name]) => !ofTheConnection.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
