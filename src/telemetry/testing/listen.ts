import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';

/** A server of a test's own on a free loopback port. */
export interface ListeningServer {
  readonly url: string;
  readonly server: Server;
  /** Closes it and cuts what is still open. */
  close(): Promise<void>;
}

/** Serves a handler (an Express app is one) on 127.0.0.1. */
export async function listen(handler: RequestListener): Promise<ListeningServer> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: urlOf(server), server, close: () => close(server) };
}

/** The address of a server that listens on loopback. */
export function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return `http://127.0.0.1:${address.port}`;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
