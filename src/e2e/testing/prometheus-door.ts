import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { stringify } from 'yaml';
import { openMetricsEngine } from '../../metrics-engine/metrics-engine.ts';
import type { MetricsSource, QueryResult, Sample } from '../../metrics-engine/metrics-source.ts';
import type { LinkFlowPlaces } from './linkflow-places.ts';
import { scrapeConfig } from './write-config.ts';

/** The metrics of LinkFlow at an address that speaks Prometheus' HTTP API, as far as Sluice asks of it. */
export interface PrometheusDoor {
  readonly url: string;
  close(): Promise<void>;
}

/** Scrapes LinkFlow from now on, and answers queries. */
export async function startPrometheusDoor(places: LinkFlowPlaces, scrapeMs: number): Promise<PrometheusDoor> {
  const engine = await openMetricsEngine({ config: stringify(scrapeConfig({ places, scrapeMs })) });
  engine.start();
  const server = createServer((request, response) => {
    answerTo(engine.source, request).then(
      (data) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'success', data })),
      (error: unknown) => response.writeHead(422).end(JSON.stringify({ status: 'error', errorType: 'execution', error: String(error) })),
    );
  });
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

async function answerTo(source: MetricsSource, request: IncomingMessage): Promise<unknown> {
  const form = new URLSearchParams(await text(request));
  const field = (name: string): string => form.get(name) ?? '';
  const ms = (name: string): number => Math.round(Number(field(name)) * 1000);
  if (request.url === '/api/v1/query') return written(await source.query(field('query'), ms('time')));
  // Sluice writes the step in milliseconds.
  const range = { startMs: ms('start'), endMs: ms('end'), stepMs: Number(field('step').replace('ms', '')) };
  return written(await source.queryRange(field('query'), range));
}

function written(result: QueryResult): unknown {
  switch (result.kind) {
    case 'scalar':
      return { resultType: 'scalar', result: pair(result.sample) };
    case 'vector':
      return { resultType: 'vector', result: result.series.map(({ labels, sample }) => ({ metric: labels, value: pair(sample) })) };
    case 'matrix':
      return { resultType: 'matrix', result: result.series.map(({ labels, samples }) => ({ metric: labels, values: samples.map(pair) })) };
    case 'string':
      return { resultType: 'string', result: [result.sample[0] / 1000, result.sample[1]] };
  }
}

function pair([atMs, value]: Sample): readonly [number, string] {
  return [atMs / 1000, String(value).replace('Infinity', 'Inf')];
}
