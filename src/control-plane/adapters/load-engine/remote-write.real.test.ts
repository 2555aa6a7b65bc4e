import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type RealPrometheus, startPrometheus } from '../../../metrics-engine/testing/real-prometheus.ts';
import { processLoadEngine } from './process-load-engine.ts';

const CONFIG = `global: { scrape_interval: 1h }
storage: { exemplars: { max_exemplars: 1000 } }
`;

const PATIENCE_MS = 20_000;

interface Answer {
  readonly data: {
    readonly result: readonly { readonly metric: Readonly<Record<string, string>>; readonly value: readonly [number, string] }[];
  };
}

describe("a run written to Debian's Prometheus", () => {
  let prometheus: RealPrometheus;
  let target: Server;
  const traces: string[] = [];

  before(async function () {
    this.timeout(60_000);
    prometheus = await startPrometheus(CONFIG, '--web.enable-remote-write-receiver', '--enable-feature=exemplar-storage');
    target = createServer((request, response) => {
      traces.push((request.headers['traceparent'] ?? '').toString().slice(3, 35));
      response.end('ok');
    });
    await new Promise<void>((resolve) => void target.listen(0, '127.0.0.1', resolve));
  });

  after(async () => {
    target.close();
    await prometheus.close();
  });

  const ask = async (query: string, at?: number): Promise<Answer['data']['result']> => {
    const time = at === undefined ? '' : `&time=${at}`;
    const response = await fetch(`${prometheus.baseUrl}/api/v1/query?query=${encodeURIComponent(query)}${time}`);
    return ((await response.json()) as Answer).data.result;
  };

  it('can be asked for its counts, percentiles in seconds and exemplars, while it runs and after, and its series end', async function () {
    this.timeout(60_000);
    const logs: string[] = [];
    const began = Date.now() / 1000;
    const running = processLoadEngine({ processEnv: {}, memoryBytes: 512 * 1024 * 1024 }).run({
      scriptPath: path.join(tmpdir(), 'written.js'),
      scriptText: `import http from 'k6/http';
        export const options = { scenarios: { gate: { executor: 'constant-arrival-rate', rate: 20, duration: '3s', preAllocatedVUs: 5 } }, thresholds: { http_reqs: ['count>0'] } };
        export default function () { http.get(__ENV.TARGET, { tags: { name: 'home', 'my-tag': 'ü' } }); }`,
      workingFolder: tmpdir(),
      env: { TARGET: `http://127.0.0.1:${(target.address() as AddressInfo).port}/` },
      secrets: {},
      layers: { flags: {}, environment: {}, file: {} },
      allowedHosts: undefined,
      secretSources: [],
      givenSecrets: {},
      variable: () => undefined,
      signal: new AbortController().signal,
      onLog: (_, message) => void logs.push(message),
      outputs: [`experimental-prometheus-rw=${prometheus.baseUrl}/api/v1/write`],
      outputVariables: { K6_PROMETHEUS_RW_PUSH_INTERVAL: '500ms', K6_PROMETHEUS_RW_STALE_MARKERS: 'true' },
      skip: [],
      threads: undefined,
      withoutSamples: 'fails',
      traced: true,
      onProgress: () => {},
    });
    const deadline = Date.now() + PATIENCE_MS;
    let live = await ask('k6_http_reqs_total');
    while (live.length === 0 && Date.now() < deadline) {
      await setTimeout(100);
      live = await ask('k6_http_reqs_total');
    }
    assert.equal(live[0]?.metric['my_tag'], 'ü');
    const outcome = await running;
    assert.ok(outcome.kind === 'measured');
    assert.deepEqual(logs, []);
    const { requests } = outcome.result;
    assert.ok(requests > 0 && requests === traces.length);
    const window = `[${Math.ceil(Date.now() / 1000 - began) + 5}s]`;
    assert.equal(Number((await ask(`sum(max_over_time(k6_http_reqs_total${window}))`))[0]?.value[1]), requests);
    const [p95] = await ask(`last_over_time(k6_http_req_duration_p95{name="home",scenario="gate",status="200"}${window})`);
    const told = outcome.result.metrics['http_req_duration']?.values['p(95)'] ?? Number.NaN;
    assert.ok(Math.abs(Number(p95?.value[1]) * 1000 - told) < 1e-6 + told * 0.001);
    const exemplars = await fetch(
      `${prometheus.baseUrl}/api/v1/query_exemplars?query=k6_http_req_duration_p95&start=${began - 5}&end=${Date.now() / 1000 + 5}`,
    );
    const { data } = (await exemplars.json()) as {
      readonly data: readonly { readonly exemplars: readonly { readonly labels: { readonly trace_id: string } }[] }[];
    };
    const ids = data.flatMap((series) => series.exemplars.map(({ labels }) => labels.trace_id));
    assert.ok(ids.length > 0);
    for (const id of ids) assert.ok(traces.includes(id));
    assert.deepEqual(
      await ask('k6_http_reqs_total', Date.now() / 1000 + 2),
      [],
      'a stale series has no value, though five minutes have not passed',
    );
  });
});
