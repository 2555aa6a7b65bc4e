import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, send } from '../testing/http-client.ts';
import { quietTelemetry } from '../testing/quiet-telemetry.ts';
import { type TokenIssuer, tokenIssuer } from '../testing/token-issuer.ts';
import { type Upstream, upstream } from '../testing/upstream.ts';
import { memoryRoutingFile, type RoutingFile, routingFile } from './routing-file.ts';
import { type GatewayOptions, type RunningGateway, startGateway } from './start-gateway.ts';

const adminToken = 'admin-token-for-tests';

function admin(running: RunningGateway, method: string, path: string, body?: unknown, bearer = adminToken): Promise<Answer> {
  return send(method, `${running.adminUrl}/admin/v1/services/${path}`, { token: bearer, ...(body === undefined ? {} : { body }) });
}

describe('gateway', () => {
  let issuer: TokenIssuer;
  let token: string;
  const closing: { close(): Promise<unknown> }[] = [];

  before(async () => {
    issuer = await tokenIssuer();
    token = await issuer.tokenOf('ada');
  });
  afterEach(async () => {
    for (const one of closing.splice(0).toReversed()) await one.close();
  });

  async function behind(listener: Parameters<typeof upstream>[0]): Promise<Upstream> {
    const server = await upstream(listener);
    closing.push(server);
    return server;
  }

  async function named(version: string): Promise<Upstream> {
    return behind((_request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ version })));
  }

  async function gateway(urls: readonly string[], options: Partial<GatewayOptions> = {}): Promise<RunningGateway> {
    const running = await startGateway({
      telemetry: quietTelemetry('gateway'),
      host: '127.0.0.1',
      port: 0,
      adminHost: '127.0.0.1',
      adminPort: 0,
      adminToken,
      keys: issuer.keys,
      file: memoryRoutingFile(),
      initial: { 'workflow-service': urls.map((url, index) => ({ version: `v${index + 1}`, url })) },
      ...options,
    });
    closing.push(running);
    return running;
  }

  const workflows = (running: RunningGateway, headers: Record<string, string> = {}): Promise<Answer> =>
    send('GET', `${running.url}/api/v1/workflows`, { token, headers });
  describe('routing', () => {
    it('splits by weight exactly, counts what each version was exposed to, and says who served', async () => {
      const running = await gateway([(await named('v1')).url, (await named('v2')).url]);
      const set = await admin(running, 'PUT', 'workflow-service/weights', { weights: { v1: 75, v2: 25 }, reason: 'first step' });
      assert.equal(set.status, 200);
      const served: string[] = [];
      for (let index = 0; index < 40; index += 1) {
        const answer = await workflows(running);
        assert.equal(answer.headers.get('x-served-version'), answer.body['version']);
        served.push(String(answer.body['version']));
      }
      assert.equal(served.filter((version) => version === 'v2').length, 10);
      const { body } = await admin(running, 'GET', 'workflow-service');
      assert.deepEqual(body['exposed'], { v1: 30, v2: 10 });
      const { text } = await send('GET', `${running.url}/metrics`);
      assert.match(
        text,
        /linkflow_gateway_requests_total\{upstream="workflow-service",upstream_version="v2",method="GET",code="200",[^}]*\} 10/,
      );
    });

    it('follows x-version before the weights without counting it as exposure, and refuses a version nobody registered', async () => {
      const running = await gateway([(await named('v1')).url, (await named('v2')).url]);
      assert.equal((await workflows(running, { 'x-version': 'v2' })).body['version'], 'v2');
      assert.equal((await workflows(running)).body['version'], 'v1');
      assert.deepEqual((await admin(running, 'GET', 'workflow-service')).body['exposed'], { v1: 1, v2: 0 });
      const unknown = await workflows(running, { 'x-version': 'v3' });
      assert.deepEqual([unknown.status, unknown.body['type']], [400, 'urn:linkflow:problem:unknown-version']);
    });

    it('answers 404 for paths no service has and 503 for a service without a version', async () => {
      const running = await gateway([]);
      assert.equal((await send('GET', `${running.url}/api/v1/nothing`, { token })).status, 404);
      assert.equal((await workflows(running)).status, 503);
    });
  });

  describe('forwarding', () => {
    it('streams a body there and back without changing it, whatever its length says', async () => {
      const server = await behind((request, response) => {
        response.setHeader('x-length', request.headers['content-length'] ?? request.headers['transfer-encoding'] ?? '');
        request.pipe(response);
      });
      const running = await gateway([server.url]);
      const body = randomBytes(300_000);
      const request = httpRequest(`${running.url}/api/v1/workflows`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
      request.end(body);
      const [response] = (await once(request, 'response')) as [
        NodeJS.ReadableStream & { statusCode: number; headers: Record<string, string> },
      ];
      const hash = createHash('sha256');
      for await (const chunk of response) hash.update(chunk as Buffer);
      assert.equal(response.statusCode, 200);
      assert.equal(hash.digest('hex'), createHash('sha256').update(body).digest('hex'));
    });

    it('carries the request id and one trace on, and keeps the client from forging where it comes from', async () => {
      const server = await behind((request, response) =>
        response.setHeader('content-type', 'application/json').end(JSON.stringify(request.headers)),
      );
      const running = await gateway([server.url]);
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const { body, headers } = await workflows(running, { 'x-request-id': 'request-42', traceparent, 'x-forwarded-for': '10.9.9.9' });
      assert.equal(body['x-request-id'], 'request-42');
      assert.equal(headers.get('x-request-id'), 'request-42');
      assert.match(String(body['traceparent']), /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/);
      assert.equal(body['x-forwarded-for'], '127.0.0.1');
    });

    it('answers 502 where nobody listens and 504 where nobody answers in time', async () => {
      const gone = await upstream(() => undefined);
      await gone.close();
      assert.equal((await workflows(await gateway([gone.url]))).status, 502);
      const silent = await behind(() => undefined);
      const late = await workflows(await gateway([silent.url], { deadlineMs: 60 }));
      assert.deepEqual([late.status, late.body['type']], [504, 'urn:linkflow:problem:upstream-timeout']);
    });

    it('leaves a service alone that keeps refusing, and asks it again later', async () => {
      const gone = await upstream(() => undefined);
      await gone.close();
      const running = await gateway([gone.url]);
      const statuses = [];
      for (let index = 0; index < 25; index += 1) statuses.push((await workflows(running)).status);
      assert.equal(statuses[0], 502);
      const open = await workflows(running);
      assert.deepEqual([open.status, open.headers.get('retry-after')], [503, '2']);
    });

    it('cuts an answer off that breaks half-way', async () => {
      const server = await behind((_request, response) => {
        response.write('{"half":');
        setImmediate(() => response.destroy());
      });
      await assert.rejects(workflows(await gateway([server.url])));
    });

    it('answers 413 to a body that is too long, said or unsaid', async () => {
      const server = await behind((request, response) => request.resume().on('end', () => response.end()));
      const running = await gateway([server.url], { bodyLimitBytes: 1000 });
      const said = await send('POST', `${running.url}/api/v1/workflows`, { token, body: 'x'.repeat(2000) });
      assert.equal(said.status, 413);
      const request = httpRequest(`${running.url}/api/v1/workflows`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'transfer-encoding': 'chunked' },
      });
      request.on('error', () => undefined);
      request.write('x'.repeat(2000));
      const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
      assert.equal(response.statusCode, 413);
      response.resume();
      request.destroy();
    });

    it('tries a GET once more when its kept connection was lost, and never a POST', async () => {
      let asked = 0;
      const server = await behind((request, response) => {
        asked += 1;
        if (asked % 2 === 1) request.socket.destroy();
        else response.setHeader('content-type', 'application/json').end('{}');
      });
      const running = await gateway([server.url]);
      assert.equal((await workflows(running)).status, 200);
      assert.equal((await send('POST', `${running.url}/api/v1/workflows`, { token, body: {} })).status, 502);
      assert.equal(asked, 3);
    });

    it('ends the exchange with the service when the client leaves', async () => {
      let left: (() => void) | undefined;
      const gone = new Promise<void>((resolve) => {
        left = resolve;
      });
      const server = await behind((request, response) => {
        request.socket.once('close', () => left?.());
        response.write('x');
      });
      const running = await gateway([server.url]);
      const control = new AbortController();
      const response = await fetch(`${running.url}/api/v1/workflows`, {
        headers: { authorization: `Bearer ${token}` },
        signal: control.signal,
      });
      control.abort();
      await gone;
      await response.text().catch(() => undefined);
    });
  });

  describe('protection', () => {
    it('asks for a token everywhere but to register, log in and refresh', async () => {
      const server = await named('v1');
      const running = await gateway([server.url], {
        initial: { 'auth-service': [{ version: 'v1', url: server.url }], 'workflow-service': [{ version: 'v1', url: server.url }] },
      });
      const status = async (method: string, path: string, bearer?: string) =>
        (await send(method, `${running.url}${path}`, bearer === undefined ? {} : { token: bearer })).status;
      assert.deepEqual(
        [
          await status('GET', '/api/v1/workflows'),
          await status('GET', '/api/v1/workflows', 'forged'),
          await status('POST', '/api/v1/auth/logout'),
        ],
        [401, 401, 401],
      );
      assert.equal(await status('POST', '/api/v1/auth/login'), 200);
      assert.equal(await status('POST', '/api/v1/auth/logout', token), 200);
    });

    it('limits each client on its own and says when to come again', async () => {
      const limits = { general: { perSecond: 0.01, burst: 2 }, credentials: { perSecond: 0.01, burst: 1 } };
      const server = await named('v1');
      const running = await gateway([server.url], {
        limits,
        initial: { 'auth-service': [{ version: 'v1', url: server.url }], 'workflow-service': [{ version: 'v1', url: server.url }] },
      });
      const statuses = [(await workflows(running)).status, (await workflows(running)).status];
      const limited = await workflows(running);
      assert.deepEqual([...statuses, limited.status, limited.headers.get('retry-after')], [200, 200, 429, '100']);
      const other = await issuer.tokenOf('grace');
      assert.equal((await send('GET', `${running.url}/api/v1/workflows`, { token: other })).status, 200);
      const logIns = [];
      for (let index = 0; index < 2; index += 1) logIns.push((await send('POST', `${running.url}/api/v1/auth/login`, { body: {} })).status);
      assert.deepEqual(logIns, [200, 429]);
      assert.match((await send('GET', `${running.url}/metrics`)).text, /linkflow_gateway_limited_total\{limit="general",[^}]*\} 1/);
    });
  });

  describe('admin API', () => {
    it('answers nothing without its token', async () => {
      const running = await gateway([(await named('v1')).url]);
      for (const bearer of ['wrong', token, `${adminToken}x`])
        assert.equal((await admin(running, 'GET', 'workflow-service', undefined, bearer)).status, 401);
      assert.equal((await send('GET', `${running.adminUrl}/admin/v1/services/workflow-service`)).status, 401);
      assert.equal((await send('GET', `${running.url}/admin/v1/services/workflow-service`, { token: adminToken })).status, 404);
    });

    it('shows the routing', async () => {
      const { url } = await named('v1');
      const running = await gateway([url]);
      assert.deepEqual((await admin(running, 'GET', 'workflow-service')).body, {
        service: 'workflow-service',
        versions: [{ version: 'v1', url }],
        weights: { v1: 100 },
        revision: 1,
        exposed: { v1: 0 },
      });
      assert.equal((await admin(running, 'GET', 'other-service')).status, 404);
    });

    it('refuses weights that are not whole percents of known versions, and a change without a reason', async () => {
      const running = await gateway([(await named('v1')).url, (await named('v2')).url]);
      const wrong: readonly unknown[] = [
        { weights: { v1: 90, v2: 9 }, reason: 'x' },
        { weights: { v1: 90, v3: 10 }, reason: 'x' },
        { weights: { v1: 110, v2: -10 }, reason: 'x' },
        { weights: { v1: 99.5, v2: 0.5 }, reason: 'x' },
        { weights: { v1: 90, v2: 10 } },
        { weights: { v1: 90, v2: 10 }, reason: ' ' },
        { weights: { v1: 90, v2: 10 }, reason: 'x', force: true },
      ];
      for (const body of wrong)
        assert.equal((await admin(running, 'PUT', 'workflow-service/weights', body)).status, 400, JSON.stringify(body));
      assert.deepEqual((await admin(running, 'GET', 'workflow-service')).body['weights'], { v1: 100, v2: 0 });
    });

    it('sets weights at the revision that If-Match names, and at no other', async () => {
      const running = await gateway([(await named('v1')).url, (await named('v2')).url]);
      const put = async (revision: string) => {
        const response = await fetch(`${running.adminUrl}/admin/v1/services/workflow-service/weights`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json', 'if-match': revision },
          body: JSON.stringify({ weights: { v1: 90, v2: 10 }, reason: 'x' }),
        });
        return [response.status, ((await response.json()) as Record<string, unknown>)['type']];
      };
      assert.deepEqual(await put('"2"'), [200, undefined]);
      assert.deepEqual(await put('"2"'), [412, 'urn:linkflow:problem:precondition-failed']);
      for (const nonsense of ['2', 'W/"3"', '*', '""']) assert.equal((await put(nonsense))[0], 400, nonsense);
      assert.equal((await admin(running, 'GET', 'workflow-service')).body['revision'], 3);
    });

    it('counts a repetition of weights as a write that moves nothing', async () => {
      const running = await gateway([(await named('v1')).url, (await named('v2')).url]);
      const body = { weights: { v1: 90, v2: 10 }, reason: 'x' };
      const first = await admin(running, 'PUT', 'workflow-service/weights', body);
      const second = await admin(running, 'PUT', 'workflow-service/weights', body);
      assert.equal(second.status, 200);
      assert.deepEqual(second.body, { ...first.body, revision: Number(first.body['revision']) + 1 });
    });

    it('registers a version without traffic, and lets it go only when it carries none', async () => {
      const running = await gateway([(await named('v1')).url]);
      const v2 = await named('v2');
      assert.equal((await admin(running, 'PUT', 'workflow-service/versions/v2', { url: v2.url })).status, 201);
      assert.equal((await admin(running, 'PUT', 'workflow-service/versions/v2', { url: v2.url })).status, 200);
      assert.equal((await workflows(running)).body['version'], 'v1');
      assert.equal((await workflows(running, { 'x-version': 'v2' })).body['version'], 'v2');
      await admin(running, 'PUT', 'workflow-service/weights', { weights: { v1: 0, v2: 100 }, reason: 'x' });
      assert.equal((await admin(running, 'DELETE', 'workflow-service/versions/v2')).status, 409);
      await admin(running, 'PUT', 'workflow-service/weights', { weights: { v1: 100 }, reason: 'back' });
      assert.equal((await admin(running, 'DELETE', 'workflow-service/versions/v2')).status, 204);
      assert.equal((await admin(running, 'DELETE', 'workflow-service/versions/v2')).status, 404);
      assert.equal((await admin(running, 'PUT', 'workflow-service/versions/v2', { url: 'ftp://x' })).status, 400);
      assert.equal((await admin(running, 'PUT', 'workflow-service/versions/__proto__', { url: v2.url })).status, 400);
    });
  });

  describe('over a restart', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'linkflow-gateway-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('keeps weights, versions, revision and exposure, and takes up URLs that have changed', async () => {
      const file = routingFile(join(folder, 'routing.json'));
      const v1 = await named('v1');
      const v2 = await named('v2');
      const first = await gateway([v1.url], { file });
      await admin(first, 'PUT', 'workflow-service/versions/v2', { url: v2.url });
      await admin(first, 'PUT', 'workflow-service/weights', { weights: { v1: 60, v2: 40 }, reason: 'x' });
      for (let index = 0; index < 10; index += 1) await workflows(first);
      await first.close();
      const moved = await named('v1');
      const second = await gateway([moved.url], { file });
      const { body } = await admin(second, 'GET', 'workflow-service');
      assert.deepEqual(body['weights'], { v1: 60, v2: 40 });
      assert.deepEqual(body['exposed'], { v1: 6, v2: 4 });
      assert.deepEqual(body['versions'], [
        { version: 'v1', url: moved.url },
        { version: 'v2', url: v2.url },
      ]);
    });

    it('does not follow weights that could not be written down', async () => {
      const failing: RoutingFile = { read: async () => undefined, write: () => Promise.reject(new Error('disk full')) };
      const running = await gateway([(await named('v1')).url, (await named('v2')).url], { file: failing });
      assert.equal((await admin(running, 'PUT', 'workflow-service/weights', { weights: { v2: 100 }, reason: 'x' })).status, 500);
      assert.deepEqual((await admin(running, 'GET', 'workflow-service')).body['weights'], { v1: 100, v2: 0 });
    });

    it('does not start on a file that is damaged', async () => {
      const path = join(folder, 'routing.json');
      await writeFile(path, '{"format":1,"services":{"workflow-service":');
      await assert.rejects(gateway([], { file: routingFile(path) }), /routing\.json/);
    });
  });
});
