import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ManualClock, manualClock } from '../../manual-clock.ts';
import { type MetricsEngine, openMetricsEngine } from '../../metrics-engine.ts';
import { parseRuleFile } from '../../rules/file/parse-rule-file.ts';
import { apiHandler } from '../api-handler.ts';
import type { ServedEngine } from '../api-request.ts';

/** An engine that has scraped for a while, behind a real server; its clock stands still. */
export interface ServedApi {
  readonly baseUrl: string;
  readonly clock: ManualClock;
  readonly engine: MetricsEngine;
  /** What was told as a failure of ours. */
  readonly failures: unknown[];
  /** Lets another engine answer, or none. */
  serve(engine: ServedEngine | undefined): void;
  close(): Promise<void>;
}

/** When the first scrape is. */
export const START_MS = 1_700_000_000_000;
/** How many scrapes there were, five seconds apart. */
export const SCRAPES = 121;

const CONFIG = `
global: { scrape_interval: 5s, scrape_timeout: 3s, evaluation_interval: 10s }
alerting: { alertmanagers: [{ static_configs: [{ targets: ['manager:9093'] }] }] }
scrape_configs:
  - job_name: app
    static_configs: [{ targets: ['a:1', 'b:1'] }]
    relabel_configs: [{ source_labels: [__address__], regex: 'b:1', action: drop }]
  - job_name: down
    static_configs: [{ targets: ['away:1'] }]
`;

const RULES = `
groups:
  - name: traffic
    rules:
      - { record: 'code:requests:rate1m', expr: 'sum by (code) (rate(requests_total[1m]))', labels: { team: web } }
      - { alert: Steps, expr: 'step > 3', for: 1m, keep_firing_for: 2m, labels: { severity: page }, annotations: { summary: 'step {{ $value }}' } }
  - name: quiet
    rules:
      - { alert: Never, expr: 'step < 0' }
`;

function exposition(scrape: number): string {
  return `# HELP requests How many requests were answered.
# TYPE requests counter
requests_total{code="200"} ${scrape * 10} # {trace_id="abc"} 0.25
requests_total{code="500"} ${scrape}
# HELP step The number of the scrape.
# TYPE step gauge
step ${scrape}
# TYPE age_seconds gauge
# UNIT age_seconds seconds
age_seconds ${scrape * 5}
# TYPE odd gauge
odd{kind="nan"} NaN
odd{kind="inf"} +Inf
odd{kind="tiny"} 1e-7
odd{kind="huge"} 1e21
odd{kind="zero"} -0
odd{kind="ümlaut"} 0.1
# EOF
`;
}

/** Opens an engine, lets it scrape SCRAPES times, and serves it on a free port of the loopback. */
export async function serveEngine(): Promise<ServedApi> {
  const clock = manualClock(START_MS);
  let scrapes = 0;
  const engine = await openMetricsEngine({
    config: CONFIG,
    clock,
    rules: [parseRuleFile(RULES, 'web.yaml')],
    fetch: async (url) => {
      if (!url.startsWith('http://a:1')) throw new TypeError('fetch failed');
      return new Response(exposition(scrapes++), { headers: { 'content-type': 'application/openmetrics-text; version=1.0.0' } });
    },
    post: async () => ({ status: 200, text: '' }),
  });
  engine.start();
  await clock.advance(SCRAPES * 5_000);
  await engine.stop();
  let served: ServedEngine | undefined = engine;
  const failures: unknown[] = [];
  const handle = apiHandler({
    engine: () => served,
    now: () => clock.now(),
    maxConcurrentQueries: 2,
    onFailure: (error) => failures.push(error),
  });
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clock,
    engine,
    failures,
    serve: (next) => {
      served = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
