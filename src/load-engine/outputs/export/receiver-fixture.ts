import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver was sent. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly body: Buffer;
}

/** A receiver for tests of outputs that send. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** What requests are answered with from now on; `undefined` never answers. */
  answer: number | undefined;
  /** Resolves when so many requests came; rejects after 10 s. */
  until(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Listens on a port of its own, and keeps all that it is sent. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const waiting = new Set<ServerResponse>();
  let wake = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, path: request.url ?? '', body: Buffer.concat(chunks) });
      wake.resolve();
      wake = Promise.withResolvers();
      if (receiver.answer === undefined) waiting.add(response);
      else response.writeHead(receiver.answer, receiver.answer === 307 ? { Location: '/elsewhere' } : {}).end('receiver says so');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/write`,
    received,
    answer: 204,
    until: async (count) => {
      const deadline = AbortSignal.timeout(10_000);
      const late = new Promise<never>((_, reject) =>
        deadline.addEventListener('abort', () => reject(new Error(`only ${received.length} came`))),
      );
      while (received.length < count) await Promise.race([wake.promise, late]);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
  return receiver;
}
