import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A small HTTP server on a port of its own, for tests that send real requests. */
export interface TestTarget {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Starts a server on the loopback address that answers as `answer` says. */
export async function startTestTarget(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<TestTarget> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
