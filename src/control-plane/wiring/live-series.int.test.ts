import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createEmbeddedLoadRunner } from '../adapters/load-engine/embedded-load-runner.ts';
import { runLoadGate } from '../control/gates/load-gate.ts';
import type { LoadSetup } from '../control/service-definition.ts';
import { DEFAULT_COMPARISON } from '../domain/comparison/compared-pair.ts';
import { openMetricsOf, type RunningMetrics } from './open-metrics.ts';

const PATIENCE_MS = 20_000;

const SCRIPT = `import http from 'k6/http';
  export const options = { scenarios: { gate: { executor: 'constant-arrival-rate', rate: 20, duration: '5s', preAllocatedVUs: 5 } }, thresholds: { http_reqs: ['count>0'] } };
  export default function () { http.get(__ENV.BASE_URL + '/', { tags: { name: 'home', service: 'no' } }); }`;

describe('the series of a load gate', () => {
  let folder = '';
  let target: Server;
  let metrics: RunningMetrics;
  let requests = 0;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'live-'));
    target = createServer((request, response) => {
      if (request.url === '/') requests += 1;
      response.end(`# TYPE handled counter\nhandled ${requests}\n`);
    }).listen(0, '127.0.0.1');
    await once(target, 'listening');
    metrics = await openMetricsOf(`http://127.0.0.1:${(target.address() as AddressInfo).port}`);
  });

  after(async () => {
    await metrics.stop();
    target.closeAllConnections();
    target.close();
    await rm(folder, { recursive: true });
  });

  const ask = async (expression: string) => {
    const result = await metrics.source.query(expression, Date.now());
    return result.kind === 'vector' ? result.series : [];
  };

  it('stand beside those of the service while it runs, and end with it', async function () {
    this.timeout(60_000);
    const scriptPath = path.join(folder, 'gate.ts');
    await writeFile(scriptPath, SCRIPT);
    const load: LoadSetup = {
      runner: createEmbeddedLoadRunner({ workingFolder: folder, processEnv: {}, allowedHosts: undefined }),
      scriptPath,
      env: {},
      secrets: {},
      deadlineMs: 60_000,
      memoryBytes: 512 * 1024 * 1024,
      policy: { maximumDroppedShare: 1, maximumThrownIterations: 0 },
      comparison: { pairs: 1, policy: DEFAULT_COMPARISON, env: {} },
    };
    const baseUrl = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;
    const watch = { signal: new AbortController().signal, onProgress: () => {}, onLog: () => {} };
    const running = runLoadGate({ name: 'shop', environment: 'test', load }, { version: '2', baseUrl }, watch, metrics.live);
    const both = 'sum(k6_http_reqs_total{service="shop",version="2",environment="test",name="home",run=~".+"}) / sum(handled) > 0';
    const deadline = Date.now() + PATIENCE_MS;
    while ((await ask(both)).length === 0) {
      assert.ok(Date.now() < deadline, 'no series of the run came');
      await setTimeout(50);
    }
    const [p95] = await ask('max(k6_http_req_duration_p95)');
    assert.ok(p95 !== undefined);
    assert.notEqual((await running).verdict, 'error');
    assert.deepEqual(await ask('k6_http_reqs_total'), []);
    const [whole] = await ask('sum(max_over_time(k6_http_reqs_total[1m]))');
    assert.equal(whole?.sample[1], requests);
  });
});
