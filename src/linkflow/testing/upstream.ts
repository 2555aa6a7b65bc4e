import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that stands for a service behind something under test. */
export interface Upstream {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts it on a free port of this machine; `close` cuts open connections. */
export async function upstream(listener: RequestListener): Promise<Upstream> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
