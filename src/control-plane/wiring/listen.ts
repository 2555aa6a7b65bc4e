import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { SourceError } from '../control/ports/source-error.ts';

/** A server that takes requests. `close` stops taking them and resolves when those in hand are answered, or after a few seconds. */
export interface OpenDoor {
  readonly url: string;
  close(): Promise<void>;
}

const drainMs = 5_000;

/** Listens; throws SourceError when the port is taken or not ours to take. */
export async function listen(app: Express, address: { readonly host: string; readonly port: number }): Promise<OpenDoor> {
  const server = createServer(app);
  // A client that sends its head slowly must not hold a connection for long.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `Sluice can't listen on ${address.host}:${address.port}: ${cause.message}. Choose another with --port.`;
      reject(new SourceError('port-taken', message, { retryable: false, cause }));
    });
    server.listen(address.port, address.host, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        const cutOff = setTimeout(() => server.closeAllConnections(), drainMs);
        server.close(() => {
          clearTimeout(cutOff);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
