import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stringify } from 'yaml';
import { apiHandler } from '../../metrics-engine/http/api-handler.ts';
import { openMetricsEngine } from '../../metrics-engine/metrics-engine.ts';
import type { LinkFlowPlaces } from './linkflow-places.ts';
import { scrapeConfig } from './write-config.ts';

/** The metrics of LinkFlow at an address that speaks Prometheus' HTTP API. */
export interface PrometheusDoor {
  readonly url: string;
  close(): Promise<void>;
}

/** Scrapes LinkFlow from now on, and answers queries. */
export async function startPrometheusDoor(places: LinkFlowPlaces, scrapeMs: number): Promise<PrometheusDoor> {
  const engine = await openMetricsEngine({ config: stringify(scrapeConfig({ places, scrapeMs })) });
  engine.start();
  const answer = apiHandler({ engine: () => engine });
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await engine.stop();
    },
  };
}
