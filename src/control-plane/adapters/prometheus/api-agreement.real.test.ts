import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiHandler } from '../../../metrics-engine/http/api-handler.ts';
import { type MetricsEngine, openMetricsEngine } from '../../../metrics-engine/metrics-engine.ts';
import { openScriptedTarget, type ScriptedTarget } from '../../../metrics-engine/scripted-target.ts';
import { type RealPrometheus, startPrometheus } from '../../../metrics-engine/testing/real-prometheus.ts';
import { shapeOf } from './testing/shape-of.ts';

/** A request to both servers. */
interface Asked {
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly form?: Readonly<Record<string, string>>;
}

const RULES = `
groups:
  - name: agreement
    interval: 1s
    rules:
      - { record: 'job:steps:max', expr: 'max by (job) (script_step)', labels: { by: rule } }
      - { alert: Stepped, expr: 'script_step > 0', labels: { severity: page }, annotations: { summary: 'at {{ $value }}' } }
      - { alert: Waiting, expr: 'script_step > 0', for: 1h }
      - { alert: Never, expr: 'script_step < 0' }
`;

const RANGE = 'start=0&end=60&step=15';

/** What both must answer alike: the status, and for a success the shape of the data. */
const GOOD: readonly (string | Asked)[] = [
  'query?query=1%2B1',
  'query?query="text"',
  'query?query=up',
  'query?query=none',
  'query?query=script_step[2m]',
  'query?query=rate(steps_total[1m])&time=1.5',
  'query?query=up&time=2026-01-02T03:04:05.678Z',
  'query?query=up&timeout=5s',
  'query?query=up&timeout=5',
  'query?query=sum by (code) (requests_total)',
  'query?query=vector(0)/0',
  { path: 'query', form: { query: '1+1' } },
  { path: 'query?query=1', form: { query: 'up', time: '0' } },
  `query_range?query=1&${RANGE}`,
  `query_range?query=up&${RANGE}`,
  'query_range?query=time()&start=1.5&end=2.75&step=500ms',
  'query_range?query=1&start=0&end=11000&step=1',
  'query_range?query=1&start=5&end=5&step=1m',
  { path: 'query_range', form: { query: 'time()', start: '0', end: '60', step: '15s' } },
  'labels',
  'labels?match[]=up',
  'labels?match[]=up&match[]=script_step&start=0',
  'labels?start=0&end=1',
  { path: 'labels', form: { 'match[]': 'up' } },
  'label/job/values',
  'label/none/values',
  'label/code/values?match[]=requests_total{version="v1"}',
  'label/__name__/values?match[]={job="scripted"}',
  'series?match[]=up',
  'series?match[]=up&match[]={__name__=~"requests.*"}',
  'series?match[]=none',
  'series?match[]=up&start=0&end=1',
  { path: 'series', form: { 'match[]': 'up' } },
  'metadata',
  'metadata?metric=script_step',
  'metadata?metric=none',
  // Without a name, Prometheus takes any one: which it is is not to be compared.
  'metadata?metric=script_step&limit=1',
  'targets/metadata?metric=script_step',
  'targets/metadata?match_target={job="scripted"}&metric=steps_total',
  'targets/metadata?limit=1',
  'targets/metadata?metric=none',
  'rules',
  'rules?type=alert',
  'rules?type=record',
  'alerts',
  'alertmanagers',
  'format_query?query=sum(rate(x[5m]))by(job)',
  'query_exemplars?query=up',
];

/** What both must refuse alike: the status and the type of the error. */
const BAD: readonly (string | Asked)[] = [
  'query',
  'query?query=',
  'query?query=up{',
  'query?query=rate(up)',
  'query?query=nonsense(up)',
  'query?query=1 > 2',
  'query?query={}',
  'query?query=up{job=~"("}',
  'query?query=1&time=noon',
  'query?query=1&time=2026-02-30T00:00:00Z',
  'query?query=1&timeout=soon',
  'query?query=script_step / on () group_left () requests_total',
  'query?query=label_replace({job="scripted"},"__name__","x","","")',
  'query?query=up&timeout=0',
  'query_range?query=1',
  'query_range?query=1&start=0&end=1',
  'query_range?query=1&start=0&end=1&step=0',
  'query_range?query=1&start=0&end=1&step=-1',
  'query_range?query=1&start=0&end=1&step=soon',
  'query_range?query=1&start=2&end=1&step=1',
  'query_range?query=1&start=0&end=11001&step=1',
  'query_range?query=1&start=x&end=1&step=1',
  `query_range?query="text"&${RANGE}`,
  `query_range?query=up[1m]&${RANGE}`,
  { path: 'query', form: { query: 'up{' } },
  'labels?match[]=up{',
  'labels?start=x',
  'label/job/values?end=x',
  'label/job/values?match[]={',
  'series',
  'series?match[]={}',
  'series?match[]=rate(up[1m])',
  'series?match[]=up&start=x',
  'metadata?limit=x',
  'targets/metadata?match_target={',
  'rules?type=other',
  'format_query?query=sum(',
  'query_exemplars?query=up&start=2&end=1',
  'query_exemplars?query=(',
];

/** What is no part of the API: the status alone. */
const ELSEWHERE: readonly Asked[] = [
  { path: '/api/v1/nothing' },
  { path: '/api/v1/label/a/b/values' },
  { path: '/api/v1/query', method: 'PUT' },
  { path: '/api/v1/rules', method: 'POST' },
  { path: '/api/v1/targets', method: 'POST' },
  { path: '/-/reload', method: 'POST' },
  { path: '/-/quit', method: 'PUT' },
  { path: '/-/quit', method: 'GET' },
  { path: '/-/healthy' },
  { path: '/-/ready' },
];

const PATIENCE_MS = 30_000;

describe("the API beside Prometheus' own", () => {
  let folder: string;
  let target: ScriptedTarget;
  let prometheus: RealPrometheus;
  let engine: MetricsEngine;
  let server: Server;
  let embeddedUrl: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'api-agreement-'));
    await writeFile(join(folder, 'rules.yaml'), RULES);
    target = await openScriptedTarget();
    const config = configFor(target.address, join(folder, 'rules.yaml'));
    prometheus = await startPrometheus(config);
    engine = await openMetricsEngine({ config });
    engine.start();
    const handle = apiHandler({ engine: () => engine });
    server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    embeddedUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const url of [prometheus.baseUrl, embeddedUrl]) await untilEvaluated(url);
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await engine.stop();
    await prometheus.close();
    await target.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const each of GOOD) {
    it(`answers in the same shape: ${nameOf(each)}`, async () => {
      const [theirs, ours] = await askBoth(each);
      assert.deepEqual([ours.status, theirs.status], [200, 200], JSON.stringify([ours.body, theirs.body]));
      assert.deepEqual(shapeOf(ours.body), shapeOf(theirs.body));
    });
  }

  for (const each of BAD) {
    it(`refuses in the same way: ${nameOf(each)}`, async () => {
      const [theirs, ours] = await askBoth(each);
      assert.deepEqual(outline(ours), outline(theirs), JSON.stringify([ours.body, theirs.body]));
    });
  }

  for (const each of ELSEWHERE) {
    it(`answers ${each.method ?? 'GET'} ${each.path} with the same status`, async () => {
      const [theirs, ours] = await Promise.all(
        [prometheus.baseUrl, embeddedUrl].map((url) =>
          fetch(url + each.path, { method: each.method ?? 'GET' }).then(({ status }) => status),
        ),
      );
      assert.equal(ours, theirs);
    });
  }

  it('tells of a target what Prometheus tells, and of a build more', async () => {
    const targets = await askBoth('targets');
    const [theirs, ours] = targets.map(({ body }) => shapeOf((body as { data: { activeTargets: object[] } }).data.activeTargets));
    assert.deepEqual(ours, theirs);
    const builds = await askBoth('status/buildinfo');
    const [their, our] = builds.map(({ body }) => shapeOf(body) as { data: object });
    assert.deepEqual(our?.data, { ...their?.data, application: 'string' });
  });

  async function askBoth(asked: string | Asked): Promise<readonly [theirs: Answer, ours: Answer]> {
    return Promise.all([ask(prometheus.baseUrl, asked), ask(embeddedUrl, asked)]);
  }
});

/** What of a refusal must agree: its words may be others. */
function outline({ status, body }: Answer): unknown {
  return { status, keys: Object.keys(body as object), type: (body as { errorType?: unknown }).errorType };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function ask(baseUrl: string, asked: string | Asked): Promise<Answer> {
  const { path, form } = typeof asked === 'string' ? { path: asked, form: undefined } : asked;
  const url = `${baseUrl}/api/v1/${path}`;
  const response = await (form === undefined ? fetch(url) : fetch(url, { method: 'POST', body: new URLSearchParams(form) }));
  return { status: response.status, body: await response.json() };
}

function nameOf(asked: string | Asked): string {
  return typeof asked === 'string' ? asked : `POST ${asked.path} ${JSON.stringify(asked.form)}`;
}

function configFor(address: string, rules: string): string {
  return `
global: { scrape_interval: 250ms, scrape_timeout: 250ms, evaluation_interval: 1s }
rule_files: ['${rules}']
scrape_configs:
  - job_name: scripted
    static_configs: [{ targets: ['${address}'] }]
`;
}

/** Waits until all rules have been evaluated on data, or their alerts would be missing from the shapes. */
async function untilEvaluated(url: string): Promise<void> {
  const endsAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const { body } = await ask(url, 'query?query=count(job:steps:max) %2B count(ALERTS{alertname="Waiting"})');
    if ((body as { data?: { result?: unknown[] } }).data?.result?.length === 1) return;
    assert.ok(Date.now() < endsAt, `${url} did not evaluate its rules within ${PATIENCE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
