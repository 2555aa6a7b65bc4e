import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createTls, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A target that a test plays. */
export interface OpenTarget {
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a target on a free port of the loopback, over TLS when it is given a certificate. */
export async function openTarget(listener: RequestListener, tls?: ServerOptions): Promise<OpenTarget> {
  const server = tls === undefined ? createPlain(listener) : createTls(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
