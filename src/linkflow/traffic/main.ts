import { z } from 'zod';
import { readConfig } from '../kit/read-config.ts';
import { startTraffic } from './start-traffic.ts';

const schema = z.object({
  LINKFLOW_GATEWAY_URL: z.url().default('http://127.0.0.1:8000'),
  LINKFLOW_TRAFFIC_PER_SECOND: z.coerce.number().positive().max(10_000).default(200),
  LINKFLOW_REPORT_MS: z.coerce.number().int().positive().default(5000),
});

// Steady traffic until SIGTERM or SIGINT; prints one JSON line of counts every five seconds, and the totals at the end.
const config = readConfig(schema, process.env);
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
process.once('SIGINT', () => stop.abort());
const print = (event: string, counts: Readonly<Record<string, number>>): void =>
  void process.stdout.write(`${JSON.stringify({ event, counts })}\n`);
const traffic = await startTraffic({
  gatewayUrl: config.LINKFLOW_GATEWAY_URL,
  requestsPerSecond: config.LINKFLOW_TRAFFIC_PER_SECOND,
  signal: stop.signal,
  reportMs: config.LINKFLOW_REPORT_MS,
  onReport: (counts) => print('traffic', counts),
});
print('total', await traffic.ended);
