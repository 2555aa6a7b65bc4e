import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiHandler } from '../../../metrics-engine/http/api-handler.ts';
import { openMetricsEngine } from '../../../metrics-engine/metrics-engine.ts';
import { describeMetricsSource } from '../../../metrics-engine/metrics-source-behaviour.ts';
import { prometheusSource } from './prometheus-source.ts';

describeMetricsSource('the embedded engine over the HTTP API of Prometheus', async (config) => {
  const engine = await openMetricsEngine({ config });
  const handle = apiHandler({ engine: () => engine });
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  engine.start();
  const { port } = server.address() as AddressInfo;
  return {
    source: prometheusSource({ baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 10_000 }),
    async close() {
      await engine.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
});
