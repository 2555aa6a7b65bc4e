import assert from 'node:assert/strict';
import { eventually } from '../event-store/testing/eventually.ts';
import { type LinkFlow, startLinkFlow } from './start-linkflow.ts';
import { cheapPasswordCost } from './testing/cheap-password-cost.ts';
import { type Answer, type Sending, send } from './testing/http-client.ts';
import { type Upstream, upstream } from './testing/upstream.ts';
import { startTraffic } from './traffic/start-traffic.ts';

const adminToken = 'admin-token-for-tests';
const password = 'correct horse battery';

describe('LinkFlow in one process', () => {
  let linkFlow: LinkFlow;
  let world: Upstream;
  let token: string;
  let traceparents: (string | undefined)[] = [];

  before(async () => {
    world = await upstream((request, response) => {
      traceparents.push(request.headers['traceparent'] as string | undefined);
      response.end('ok');
    });
    linkFlow = await startLinkFlow({
      adminToken,
      versions: [
        { version: 'v1' },
        { version: 'v2', faults: { errors: { share: 1, method: 'GET', route: '/api/v1/workflows/:id' } } },
        { version: 'v3', faults: { contractBreak: {} } },
      ],
      passwordCost: cheapPasswordCost,
      logLevel: 'silent',
      limits: { general: { perSecond: 10_000, burst: 10_000 }, credentials: { perSecond: 1000, burst: 1000 } },
    });
    const body = { email: 'ada@example.test', password };
    assert.equal((await api('POST', '/auth/register', { body })).status, 201);
    token = String((await api('POST', '/auth/login', { body })).body['accessToken']);
  });
  beforeEach(async () => {
    traceparents = [];
    await weights({ v1: 100 });
  });
  after(async () => {
    assert.deepEqual(await linkFlow.close(), { kind: 'drained', problems: [] });
    await world.close();
  });

  function api(method: string, path: string, sending: Sending = {}): Promise<Answer> {
    return send(method, `${linkFlow.urls.gateway}/api/v1${path}`, sending);
  }
  function asAda(method: string, path: string, sending: Sending = {}): Promise<Answer> {
    return api(method, path, { token, ...sending });
  }
  async function statusVia(version: string, path: string): Promise<number> {
    return (await asAda('GET', path, { headers: { 'x-version': version } })).status;
  }
  async function metricsOf(version: string): Promise<string> {
    return (await send('GET', `${linkFlow.urls.workflow[version] ?? ''}/metrics`)).text;
  }
  async function weights(wanted: Readonly<Record<string, number>>): Promise<void> {
    const body = { weights: wanted, reason: 'test' };
    assert.equal(
      (await send('PUT', `${linkFlow.urls.admin}/admin/v1/services/workflow-service/weights`, { token: adminToken, body })).status,
      200,
    );
  }
  async function created(
    body: object = { name: 'W', nodes: [{ id: 'a', type: 'set', name: 'A', parameters: { values: { done: true } } }] },
  ): Promise<string> {
    const answer = await asAda('POST', '/workflows', { body });
    assert.equal(answer.status, 201, answer.text);
    return String(answer.body['id']);
  }

  it('serves health, readiness and metrics of each service on its own port, with service and version', async () => {
    const { gateway, auth, execution, workflow } = linkFlow.urls;
    const services = [
      [gateway, 'gateway', 'v1'],
      [auth, 'auth-service', 'v1'],
      [execution, 'execution-service', 'v1'],
      [workflow['v2'] ?? '', 'workflow-service', 'v2'],
    ] as const;
    for (const [url, service, version] of services) {
      assert.deepEqual([(await send('GET', `${url}/healthz`)).status, (await send('GET', `${url}/readyz`)).status], [200, 200], service);
      assert.match(
        (await send('GET', `${url}/metrics`)).text,
        new RegExp(`process_cpu_seconds_total\\{service="${service}",version="${version}"\\}`),
      );
    }
  });

  it('lets nobody in without a token, at the gateway or behind it', async () => {
    assert.equal((await api('GET', '/workflows')).status, 401);
    assert.equal((await send('GET', `${linkFlow.urls.workflow['v1'] ?? ''}/api/v1/workflows`)).status, 401);
    assert.equal((await send('GET', `${linkFlow.urls.execution}/api/v1/executions`)).status, 401);
  });

  it('refreshes through the gateway, and revokes the family of a token used twice', async () => {
    const body = { email: 'ada@example.test', password };
    const { refreshToken } = (await api('POST', '/auth/login', { body })).body;
    const second = await api('POST', '/auth/refresh', { body: { refreshToken } });
    assert.equal(second.status, 200);
    assert.equal((await api('POST', '/auth/refresh', { body: { refreshToken } })).status, 401);
    assert.equal((await api('POST', '/auth/refresh', { body: { refreshToken: second.body['refreshToken'] } })).status, 401);
    assert.equal((await api('POST', '/auth/validate', { token: String(second.body['accessToken']) })).status, 401);
  });

  it('shows a workflow that one version created through every other one at once', async () => {
    const id = await created();
    const patched = await asAda('PATCH', `/workflows/${id}`, { body: { name: 'New' }, headers: { 'x-version': 'v2' } });
    assert.equal(patched.status, 200);
    for (const version of ['v1', 'v3']) {
      const { body } = await asAda('GET', `/workflows/${id}`, { headers: { 'x-version': version } });
      assert.equal(body['name'] ?? body['title'], 'New', version);
    }
  });

  it('fails only in the version with the fault, only where the fault says, and counts it there', async () => {
    const id = await created();
    assert.deepEqual(
      [await statusVia('v1', `/workflows/${id}`), await statusVia('v2', `/workflows/${id}`), await statusVia('v2', '/workflows')],
      [200, 500, 200],
    );
    const failed = /http_requests_total\{route="\/api\/v1\/workflows\/:id",method="GET",code="500"/;
    assert.match(await metricsOf('v2'), failed);
    assert.doesNotMatch(await metricsOf('v1'), failed);
  });

  it('exposes each version to its weight exactly', async () => {
    await weights({ v1: 80, v3: 20 });
    const id = await created();
    const served = [];
    for (let index = 0; index < 99; index += 1) served.push((await asAda('GET', `/workflows/${id}`)).headers.get('x-served-version'));
    assert.ok(Math.abs(served.filter((version) => version === 'v3').length - 20) <= 1);
  });

  it('runs a workflow under one trace from the gateway to the last node, with weights between services as well', async () => {
    const url = `${world.url}/hook`;
    const id = await created({ name: 'W', nodes: [{ id: 'call', type: 'http-request', name: 'Call', parameters: { url } }] });
    assert.equal((await asAda('POST', `/workflows/${id}/activate`)).status, 200);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const requested = await asAda('POST', '/executions', { body: { workflowId: id }, headers });
    assert.equal(requested.status, 202, requested.text);
    let execution: Answer['body'] = {};
    await eventually('the execution has ended', async () => {
      execution = (await asAda('GET', `/executions/${String(requested.body['id'])}`)).body;
      return execution['finishedAt'] !== undefined;
    });
    assert.equal(execution['status'], 'succeeded');
    assert.equal(traceparents.length, 1);
    assert.match(traceparents[0] ?? '', new RegExp(`^00-${traceId}-`));
  });

  it('does not run a workflow that a version with a broken contract described', async () => {
    const id = await created();
    await asAda('POST', `/workflows/${id}/activate`);
    await weights({ v3: 100 });
    const answer = await asAda('POST', '/executions', { body: { workflowId: id } });
    assert.deepEqual([answer.status, answer.body['type']], [502, 'urn:linkflow:problem:upstream-refused']);
  });

  it('carries steady traffic of every kind without an error', async () => {
    const stop = new AbortController();
    const reports: Readonly<Record<string, number>>[] = [];
    const traffic = await startTraffic({
      gatewayUrl: linkFlow.urls.gateway,
      requestsPerSecond: 100,
      signal: stop.signal,
      onReport: (counts) => reports.push(counts),
      reportMs: 200,
    });
    await eventually('some reports are in', () => reports.length >= 4);
    stop.abort();
    const total = await traffic.ended;
    assert.deepEqual(Object.keys(total), ['200', '201']);
    assert.ok((total['200'] ?? 0) > (total['201'] ?? 0));
  });

  it('refuses a fault that it does not know and closes what it had started', async () => {
    const faults = { latancy: { share: 1 } } as never;
    await assert.rejects(
      startLinkFlow({ adminToken, versions: [{ version: 'v1', faults }], passwordCost: cheapPasswordCost, logLevel: 'silent' }),
      /latancy/,
    );
  });
});

describe('startTraffic', () => {
  it('does not begin where the gateway does not let it', async () => {
    const closed = await upstream((_request, response) => response.writeHead(503).end('busy'));
    await assert.rejects(startTraffic({ gatewayUrl: closed.url, requestsPerSecond: 1, signal: new AbortController().signal }), /503.*busy/);
    await closed.close();
  });
});
