import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accountRoutes } from './account-routes.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { openChat } from './chat.ts';
import { orderRoutes } from './order-routes.ts';
import { otherRoutes } from './other-routes.ts';
import { pageRoutes } from './page-routes.ts';
import { answer, type ShopRoute } from './shop-route.ts';

/** A small web shop in memory, of the kind that load scripts are written for: the example scripts run against it. */
export interface Shop {
  readonly origin: string;
  /** Requests by `METHOD /first-part-of-the-path STATUS`. */
  readonly seen: Readonly<Record<string, number>>;
  readonly close: () => Promise<void>;
}

/** Opens a shop with ten items on a free port of the loopback address; it knows every user whose password is `pass-` and the name. */
export async function openShop(): Promise<Shop> {
  const seen: Record<string, number> = {};
  const routes: readonly ShopRoute[] = [...catalogueRoutes(), ...accountRoutes(), ...orderRoutes(), ...pageRoutes(), ...otherRoutes()];
  const server = createServer((request, response) => void serve(routes, request, response, seen));
  const chat = openChat(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: async () => {
      chat.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(
  routes: readonly ShopRoute[],
  request: IncomingMessage,
  response: ServerResponse,
  seen: Record<string, number>,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://shop');
  const method = request.method ?? 'GET';
  response.once('finish', () => {
    const key = `${method} /${url.pathname.split('/')[1]} ${response.statusCode}`;
    seen[key] = (seen[key] ?? 0) + 1;
  });
  try {
    for (const route of routes) {
      const match = route.method === method ? route.path.exec(url.pathname) : null;
      if (match !== null) return await route.handle({ request, response, url, id: match[1] ?? '', body: await bodyOf(request) });
    }
    answer(response, 404, { error: `nothing at ${method} ${url.pathname}` });
  } catch (error) {
    answer(response, 400, { error: String(error) });
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
