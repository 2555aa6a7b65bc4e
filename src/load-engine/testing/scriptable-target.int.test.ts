import assert from 'node:assert/strict';
import { connect } from 'node:http2';
import { type ScriptableTarget, startScriptableTarget } from './scriptable-target.ts';
import { spawnTarget } from './spawn-target.ts';

describe('scriptable target', () => {
  let target: ScriptableTarget;
  before(async () => {
    target = await startScriptableTarget();
  });
  after(() => target.close());
  beforeEach(() => target.reset());

  const get = (path: string, init?: RequestInit): Promise<Response> => fetch(target.origin + path, init);

  it('counts what it sees, by route, method and status', async () => {
    await (await get('/status/404')).text();
    await (await get('/echo', { method: 'POST', body: 'abc', headers: { traceparent: 'x' } })).text();
    const { requests, byRoute, byMethod, byStatus, bodyBytes, traceparents } = target.counts();
    assert.deepEqual(
      { requests, byRoute, byMethod, byStatus, bodyBytes, traceparents },
      {
        requests: 2,
        byRoute: { '/status': 1, '/echo': 1 },
        byMethod: { GET: 1, POST: 1 },
        byStatus: { '404': 1, '200': 1 },
        bodyBytes: 3,
        traceparents: ['x'],
      },
    );
  });

  it('answers what is asked for', async () => {
    assert.equal(await (await get('/text/a%20b')).text(), 'a b');
    assert.equal((await (await get('/bytes/70000')).arrayBuffer()).byteLength, 70_000);
    assert.deepEqual(await (await get('/encoded/gzip?text=%5B1%5D')).json(), [1]);
    assert.equal((await get('/redirect/3')).url, `${target.origin}/echo`);
    assert.equal((await get('/nowhere')).status, 404);
    assert.equal((await get('/hints/2')).status, 200);
    assert.equal((await get('/no-body/204')).status, 204);
    assert.equal(await (await get('/slow/2/1/3')).text(), 'xxxxxx');
  });

  it('echoes the parts of a form', async () => {
    const form = new FormData();
    form.set('a', '1');
    form.set('f', new Blob(['xyz'], { type: 'text/plain' }), 'f.txt');
    assert.deepEqual(await (await get('/multipart', { method: 'POST', body: form })).json(), {
      parts: [
        { name: 'a', text: '1' },
        { name: 'f', filename: 'f.txt', type: 'text/plain', size: 3, text: 'xyz' },
      ],
    });
  });

  it('breaks what it is asked to break', async () => {
    for (const path of ['/reset/before', '/reset/body', '/half/10/2', '/close-early', '/malformed/greeting', '/raw/AAAA']) {
      await assert.rejects(async () => (await get(path)).text(), TypeError, path);
    }
    assert.match(await (await get('/malformed')).text(), /chunk/);
  });

  it('lets those who come in a stall wait for its end', async () => {
    const order: string[] = [];
    const stalled = get('/stall/300/100000').then(() => order.push('stalled'));
    await get('/text/a').then(() => order.push('other'));
    await stalled;
    await get('/stall/1/100000');
    assert.deepEqual(order, ['other', 'stalled']);
  });

  it('sends without end until the client has enough', async () => {
    const { body } = await get('/endless/0');
    const reader = body?.getReader();
    for (let chunk = 0; chunk < 5; chunk += 1) assert.equal((await reader?.read())?.done, false);
    await reader?.cancel();
  });

  it('speaks HTTP/2 over TLS', async () => {
    const session = connect(target.secureOrigin, { ca: target.certificate });
    const stream = session.request({ ':path': '/echo' });
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    session.close();
    assert.equal((JSON.parse(text) as { readonly httpVersion: string }).httpVersion, '2.0');
    assert.deepEqual([target.counts().http2Sessions, target.counts().byProtocol], [1, { '2.0': 1 }]);
  });

  it('runs as a process of its own', async () => {
    const spawned = await spawnTarget();
    assert.equal(await (await fetch(`${spawned.origin}/text/hello`)).text(), 'hello');
    assert.equal((await spawned.counts()).requests, 1);
    await spawned.reset();
    assert.equal((await spawned.counts()).requests, 0);
    await spawned.close();
  });
});
