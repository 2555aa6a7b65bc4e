import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { RequestHandler } from 'express';
import { send } from '../testing/http-client.ts';
import { quietTelemetry } from '../testing/quiet-telemetry.ts';
import { tokenIssuer } from '../testing/token-issuer.ts';
import type { FaultSet } from './faults/fault-set.ts';
import { type RunningService, runService } from './running-service.ts';
import { serviceApp } from './service-app.ts';
import { accessTokenVerifier } from './tokens/access-token-verifier.ts';
import { authenticate } from './tokens/authenticate.ts';
import { principalOf } from './tokens/principal.ts';

const running: RunningService[] = [];

async function start(handler: RequestHandler, faults: FaultSet = {}): Promise<string> {
  const { app, health } = serviceApp({
    telemetry: quietTelemetry('thing-service', 'v7'),
    faults,
    bodyLimitBytes: 100,
    routes: (injector) => [
      { method: 'post', path: '/things', handlers: [handler] },
      {
        method: 'get',
        path: '/things/:id',
        handlers: [(request, response) => void response.json(injector.shape({ id: request.params['id'], name: 'n' }))],
      },
    ],
  });
  const service = await runService({ app, health, host: '127.0.0.1', port: 0, deadlineMs: 5000 });
  running.push(service);
  return service.url;
}

const echo: RequestHandler = (request, response) => void response.json({ got: request.body as unknown });

describe('serviceApp', () => {
  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.close()));
  });

  it('answers 413, 400 and 415 as problem+json with the request id', async () => {
    const url = await start(echo);
    const headers = { 'x-request-id': 'request-42' };
    const large = await send('POST', `${url}/things`, { body: { text: 'x'.repeat(200) }, headers });
    const broken = await send('POST', `${url}/things`, { body: '{"a":', headers });
    const foreign = await send('POST', `${url}/things`, {
      body: 'a=1',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    });
    assert.deepEqual([large.status, broken.status, foreign.status], [413, 400, 415]);
    assert.match(large.headers.get('content-type') ?? '', /application\/problem\+json/);
    assert.equal(large.body['type'], 'urn:linkflow:problem:body-too-large');
    assert.equal(large.body['requestId'], 'request-42');
    assert.equal(large.headers.get('x-request-id'), 'request-42');
  });

  it('takes a POST without a body', async () => {
    assert.equal((await send('POST', `${await start(echo)}/things`)).status, 200);
  });

  it('answers 404 for what no route takes and for a broken path 400', async () => {
    const url = await start(echo);
    assert.deepEqual([(await send('GET', `${url}/nowhere`)).status, (await send('GET', `${url}/things/%zz`)).status], [404, 400]);
  });

  it('answers 405 with the methods that a path takes', async () => {
    const answer = await send('DELETE', `${await start(echo)}/things/1`);
    assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'GET']);
  });

  it('tells nothing of an unforeseen error', async () => {
    const url = await start(() => {
      throw new Error('secret detail');
    });
    const answer = await send('POST', `${url}/things`, { body: {} });
    assert.equal(answer.status, 500);
    assert.doesNotMatch(answer.text, /secret/);
  });

  it('cuts an answer off that fails half-way, so that nobody takes it for whole', async () => {
    const url = await start((_request, response) => {
      response.write('{"half":');
      throw new Error('broke');
    });
    await assert.rejects(send('POST', `${url}/things`, { body: {} }));
  });

  it('counts requests under the route template with service and version, and no probes or scrapes', async () => {
    const url = await start(echo);
    await send('GET', `${url}/things/7`);
    await send('GET', `${url}/healthz`);
    const { text } = await send('GET', `${url}/metrics`);
    assert.match(text, /http_requests_total\{route="\/things\/:id",method="GET",code="200",service="thing-service",version="v7"\} 1/);
    assert.doesNotMatch(text, /route="\/(healthz|metrics)"/);
  });

  it('fails the share of the requests that its faults name, counted under their route', async () => {
    const url = await start(echo, { errors: { share: 0.5, route: '/things/:id' } });
    const statuses = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await send('GET', `${url}/things/1`)).status);
    assert.deepEqual(statuses, [200, 500, 200, 500]);
    assert.equal((await send('POST', `${url}/things`, { body: {} })).status, 200);
    assert.match(
      (await send('GET', `${url}/metrics`)).text,
      /http_requests_total\{route="\/things\/:id",method="GET",code="500",[^}]*\} 2/,
    );
  });

  it('breaks its contract when told to', async () => {
    const url = await start(echo, { contractBreak: { rename: { name: 'title' }, omit: [] } });
    assert.deepEqual((await send('GET', `${url}/things/1`)).body, { id: '1', title: 'n' });
  });

  it('answers 503 and is not ready while a slow start lasts', async () => {
    const url = await start(echo, { slowStart: { ms: 3_600_000 } });
    const answer = await send('GET', `${url}/things/1`);
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '1']);
    assert.equal((await send('GET', `${url}/readyz`)).status, 503);
    assert.equal((await send('GET', `${url}/healthz`)).status, 200);
  });

  it('refuses to start with a fault for a route it does not have', async () => {
    await assert.rejects(start(echo, { latency: { share: 1, addMs: 1, route: '/thigns' } }), /thigns/);
  });

  it('finishes the answers in hand when it is closed, and takes no new connection', async () => {
    const events = new EventEmitter();
    const url = await start(async (_request, response) => {
      events.emit('begun');
      await once(events, 'go');
      response.json({ done: true });
    });
    const begun = once(events, 'begun');
    const inHand = send('POST', `${url}/things`, { body: {} });
    await begun;
    const closing = running.splice(0).map((service) => service.close());
    setImmediate(() => events.emit('go'));
    assert.deepEqual((await inHand).body, { done: true });
    assert.equal((await closing[0])?.kind, 'drained');
    await assert.rejects(send('GET', `${url}/healthz`));
  });
});

describe('authenticate', () => {
  it('lets a valid token in and answers 401 with a challenge for none, a forged one and one of another key', async () => {
    const issuer = await tokenIssuer();
    const guard = authenticate(accessTokenVerifier({ keys: issuer.keys }));
    const { app, health } = serviceApp({
      telemetry: quietTelemetry('thing-service'),
      routes: () => [
        {
          method: 'get',
          path: '/me',
          handlers: [guard, (_request, response) => void response.json({ userId: principalOf(response).userId })],
        },
      ],
    });
    const service = await runService({ app, health, host: '127.0.0.1', port: 0 });
    const token = await issuer.tokenOf('ada');
    assert.deepEqual((await send('GET', `${service.url}/me`, { token })).body, { userId: 'ada' });
    assert.deepEqual((await send('GET', `${service.url}/me`, { token })).body, { userId: 'ada' });
    const stranger = await (await tokenIssuer()).tokenOf('ada');
    for (const bad of [`${token.slice(0, -4)}AAAA`, stranger, 'x.y.z']) {
      const answer = await send('GET', `${service.url}/me`, { token: bad });
      assert.equal(answer.status, 401);
      assert.match(answer.headers.get('www-authenticate') ?? '', /invalid_token/);
    }
    const none = await send('GET', `${service.url}/me`);
    assert.deepEqual([none.status, none.headers.get('www-authenticate')], [401, 'Bearer realm="linkflow"']);
    await service.close();
  });
});
