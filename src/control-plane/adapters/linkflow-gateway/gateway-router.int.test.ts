import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SourceError } from '../../control/ports/source-error.ts';
import { memoryRouter } from '../../control/ports/testing/memory-router.ts';
import { describeTrafficRouter } from '../../control/ports/testing/traffic-router-behaviour.ts';
import { gatewayRouter } from './gateway-router.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

interface TestServer {
  readonly url: string;
  close(): Promise<void>;
}

async function serve(handle: Handle): Promise<TestServer> {
  const server: Server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

describeTrafficRouter('LinkFlow gateway, admin API in the test', async () => {
  const memory = memoryRouter();
  const view = async (service: string) => {
    const { revision, weights, urls, exposed } = await memory.read(service);
    return { service, revision, weights, exposed, versions: Object.entries(urls).map(([version, url]) => ({ version, url })) };
  };
  const server = await serve(async (request, response) => {
    const [, , , , service = '', what] = (request.url ?? '').split('/');
    try {
      if (request.method === 'PUT' && what === 'weights') {
        const { weights, reason } = JSON.parse(await text(request)) as { weights: Record<string, number>; reason: string };
        const expectedRevision = Number(/^"(\d+)"$/.exec(request.headers['if-match'] ?? '')?.[1]);
        await memory.setWeights(service, weights, { reason, expectedRevision });
      }
      answer(response, 200, await view(service));
    } catch (error) {
      const stale = error instanceof SourceError && error.code === 'router-changed';
      answer(response, stale ? 412 : 400, { title: 'refused', detail: (error as Error).message });
    }
  });
  return {
    router: gatewayRouter({ adminUrl: server.url, token: 'a-token' }),
    service: 'workflow',
    register: async (version, url) => memory.register('workflow', version, url),
    send: async (requests) => {
      for (let sent = 0; sent < requests; sent += 1) memory.route('workflow');
    },
    close: () => server.close(),
  };
});

async function failure(work: Promise<unknown>): Promise<SourceError> {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(error instanceof SourceError, `${String(error)} is no SourceError`);
  assert.doesNotMatch(JSON.stringify([error.message, error.cause, error.stack]), /s3cret/);
  return error;
}

describe('gatewayRouter', () => {
  const whole = {
    service: 'workflow',
    revision: 3,
    versions: [{ version: 'v1', url: 'http://127.0.0.1:9001' }],
    weights: { v1: 100 },
    exposed: { v1: 7 },
  };
  let server: TestServer;
  let requests: {
    readonly method: string;
    readonly url: string;
    readonly authorization: string;
    readonly ifMatch: string | undefined;
    readonly body: string;
  }[];
  let handle: (response: ServerResponse, request: IncomingMessage) => void;

  beforeEach(async () => {
    requests = [];
    handle = (response) => answer(response, 200, whole);
    server = await serve(async (request, response) => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, authorization: headers.authorization ?? '', ifMatch: headers['if-match'], body: await text(request) });
      handle(response, request);
    });
  });
  afterEach(() => server.close());

  const router = (config: { readonly deadlineMs?: number } = {}) =>
    gatewayRouter({ adminUrl: server.url, token: 's3cret', retryDelayMs: 1, ...config });

  it('sends the token, the weights, the revision and the reason, cut to what the gateway records', async () => {
    await router().setWeights('workflow', { v1: 100 }, { reason: 'x'.repeat(600), expectedRevision: 3 });
    const [request] = requests;
    assert.deepEqual(
      [request?.method, request?.url, request?.authorization, request?.ifMatch],
      ['PUT', '/admin/v1/services/workflow/weights', 'Bearer s3cret', '"3"'],
    );
    assert.deepEqual(JSON.parse(request?.body ?? ''), { weights: { v1: 100 }, reason: 'x'.repeat(500) });
  });

  it('escapes the name of the service', async () => {
    await router().read('../v1/secrets');
    assert.equal(requests[0]?.url, '/admin/v1/services/..%2Fv1%2Fsecrets');
  });

  it('keeps the path that the admin API lies under', async () => {
    await gatewayRouter({ adminUrl: `${server.url}/behind/proxy`, token: 's3cret' }).read('workflow');
    assert.equal(requests[0]?.url, '/behind/proxy/admin/v1/services/workflow');
  });

  it('asks again when a connection breaks off, twice at most', async () => {
    handle = (response) => response.destroy();
    const error = await failure(router().read('workflow'));
    assert.deepEqual([error.code, error.retryable, requests.length], ['router-unreachable', true, 3]);
    assert.match(error.message, /did not answer GET \/admin\/v1\/services\/workflow/);
  });

  it('gets its answer when only the first connection breaks off', async () => {
    handle = (response) => (requests.length === 1 ? response.destroy() : answer(response, 200, whole));
    assert.deepEqual((await router().read('workflow')).exposed, { v1: 7 });
  });

  it('gives up on a gateway that does not answer in time', async () => {
    handle = () => undefined;
    const error = await failure(router({ deadlineMs: 50 }).read('workflow'));
    assert.deepEqual([error.code, error.retryable], ['router-unreachable', true]);
  });

  it('stops at once when its caller gives up', async () => {
    const caller = new AbortController();
    handle = () => caller.abort();
    const error = await failure(router().read('workflow', caller.signal));
    assert.deepEqual([error.code, requests.length], ['router-unreachable', 1]);
  });

  it('says that the gateway is down', async () => {
    await server.close();
    assert.deepEqual((await failure(router().read('workflow'))).code, 'router-unreachable');
  });

  it('takes a failure of the gateway for passing', async () => {
    handle = (response) => answer(response, 503, { detail: 'draining' });
    const error = await failure(router().read('workflow'));
    assert.deepEqual([error.code, error.retryable, requests.length], ['router-unreachable', true, 1]);
    assert.match(error.message, /failed with 503: draining/);
  });

  for (const status of [401, 403]) {
    it(`hints at the token when refused with ${status}`, async () => {
      handle = (response) => answer(response, status, { title: 'no' });
      const error = await failure(router().setWeights('workflow', { v1: 100 }, { reason: 'r', expectedRevision: 3 }));
      assert.deepEqual([error.code, error.retryable, requests.length], ['router-refused', false, 1]);
      assert.match(error.message, new RegExp(`refused with ${status}: no\\. Check that Sluice was given the admin token`));
    });
  }

  it('follows no redirect with its token', async () => {
    handle = (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    const error = await failure(router().read('workflow'));
    assert.deepEqual([error.code, requests.length], ['router-refused', 1]);
  });

  const nonsense: readonly (readonly [string, unknown])[] = [
    ['weights that sum to 90', { ...whole, weights: { v1: 90 } }],
    ['no revision', { ...whole, revision: undefined }],
    ['no exposure', { ...whole, exposed: undefined }],
    ['a version without an address', { ...whole, versions: [{ version: 'v1' }] }],
    ['a list', []],
  ];
  for (const [what, body] of nonsense) {
    it(`relies on no answer with ${what}`, async () => {
      handle = (response) => answer(response, 200, body);
      assert.equal((await failure(router().read('workflow'))).code, 'router-unreadable');
    });
  }

  it('relies on no answer that is not JSON', async () => {
    handle = (response) => response.end('<html>');
    assert.equal((await failure(router().read('workflow'))).code, 'router-unreadable');
  });

  it('hands on that a repeated write found the gateway changed', async () => {
    handle = (response) => (requests.length === 1 ? response.destroy() : answer(response, 412, { detail: 'at revision 4' }));
    const error = await failure(router().setWeights('workflow', { v1: 100 }, { reason: 'r', expectedRevision: 3 }));
    assert.deepEqual([error.code, error.retryable, requests.map(({ ifMatch }) => ifMatch)], ['router-changed', true, ['"3"', '"3"']]);
    assert.match(error.message, /was changed meanwhile: at revision 4/);
  });

  it('relies on no confirmation of other weights than were set', async () => {
    const two = { ...whole, versions: [...whole.versions, { version: 'v2', url: 'http://127.0.0.1:9002' }], weights: { v1: 100, v2: 0 } };
    handle = (response) => answer(response, 200, two);
    const error = await failure(router().setWeights('workflow', { v1: 90, v2: 10 }, { reason: 'r', expectedRevision: 3 }));
    assert.equal(error.code, 'router-unreadable');
    assert.match(error.message, /it answered weights \{"v1":100,"v2":0\} when told \{"v1":90,"v2":10\}/);
  });

  it('has no weights for a service without versions', async () => {
    handle = (response) => answer(response, 200, { ...whole, versions: [], weights: {}, exposed: {} });
    assert.deepEqual(await router().read('workflow'), { revision: 3, weights: {}, urls: {}, exposed: {} });
  });
});
