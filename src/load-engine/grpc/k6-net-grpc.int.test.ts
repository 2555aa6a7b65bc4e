import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { selfSigned } from '../http/certificate-fixture.ts';
import { type FixtureWishes, iterationContext, openFixture, type ScriptFixture, when } from '../script/script-fixture.ts';
import { ShopServer, shopFiles } from './grpc-server-fixture.ts';

const top = "import grpc, { Client, Stream, StatusOK } from 'k6/net/grpc'; import { check, group } from 'k6'; const client = new Client();";
const loaded = `${top} client.load(['protos'], 'shop.proto');`;

function open(source: string, files: Readonly<Record<string, string>> = {}): Promise<unknown> {
  return openFixture(`${top} ${source} export default function () {}`, { entry: 'script.js', files });
}

describe('k6/net/grpc', () => {
  let server: ShopServer;
  before(async () => {
    server = await ShopServer.start();
  });
  after(() => server.stop());

  async function run(body: string, wishes: FixtureWishes = {}, head = loaded): Promise<ScriptFixture> {
    const fixture = await openFixture(`${head}\nconst at = __ENV.AT;\nexport default function () { ${body} }`, {
      entry: 'script.js',
      files: shopFiles,
      ...wishes,
      env: { AT: `127.0.0.1:${server.port}`, ...wishes.env },
    });
    const outcome = await fixture.iterate();
    if (outcome.kind !== 'completed') fixture.logs.push(JSON.stringify(outcome));
    return fixture;
  }

  async function logsOf(body: string, wishes: FixtureWishes = {}, head = loaded): Promise<readonly string[]> {
    await using fixture = await run(body, wishes, head);
    return fixture.logs.map((line) => line.replace(/^info: /, ''));
  }

  const connect = 'client.connect(at, { plaintext: true });';

  it('makes a unary call, and shows the message by the JSON rules of protobuf', async () => {
    const [line = ''] = await logsOf(
      `${connect} console.log(JSON.stringify(client.invoke('/shop.Shop/Get', { id: 'a', delayMs: '0' }))); client.close();`,
    );
    const response = JSON.parse(line) as { headers: object };
    assert.deepEqual(response, {
      status: 0,
      message: {
        id: 'a',
        unitPrice: { minorUnits: '1250', currency: 'EUR' },
        madeAt: '2026-02-02T02:40:00Z',
        tagsSeen: [],
        inStock: false,
      },
      error: null,
      headers: { ...response.headers, 'x-shop': ['open'], 'x-raw-bin': ['AQI='] },
      trailers: {},
    });
  });

  it('shows a status that is not OK with its details', async () => {
    const logs = await logsOf(
      `${connect} const r = client.invoke('shop.Shop/Get', { id: 'missing' }); console.log(r.status === grpc.StatusNotFound, r.message, JSON.stringify(r.error), r.trailers['x-why']);`,
    );
    const error = {
      code: 5,
      message: 'no such item',
      details: [
        { '@type': 'type.googleapis.com/shop.Item', id: 'other', unitPrice: null, madeAt: null, tagsSeen: [], inStock: false },
        { '@type': 'type.googleapis.com/other.Thing', value: 'aGk=' },
      ],
    };
    assert.deepEqual(logs, [`true null ${JSON.stringify(error)} ["sold"]`]);
  });

  it('measures calls, with tags of the place that made them, and counts the bytes on the wire', async () => {
    await using fixture = await run(
      `${connect} group('shopping', () => { client.invoke('shop.Shop/Get', { id: 'a' }, { tags: { team: 'x', n: 1 } }); client.invoke('shop.Shop/Get', { id: 'missing' }, { tags: { name: 'miss' } }); });`,
      { facts: { globalTags: { env: 'ci' } } },
    );
    const at = `127.0.0.1:${server.port}`;
    const shared = { env: 'ci', scenario: 'default', group: '::shopping', service: 'shop.Shop', method: 'Get', rpc_type: 'unary' };
    assert.deepEqual(
      fixture.sink.of('grpc_req_duration').map(({ tags }) => tags),
      [
        { ...shared, team: 'x', n: '1', name: '/shop.Shop/Get', url: `${at}/shop.Shop/Get`, status: '0' },
        { ...shared, name: 'miss', url: 'miss', status: '5' },
      ],
    );
    assert.ok(fixture.sink.values('grpc_req_duration').every((ms) => ms > 0));
    assert.ok((fixture.sink.values('data_sent')[0] ?? 0) > 100);
    assert.ok((fixture.sink.values('data_received')[0] ?? 0) > 100);
    assert.deepEqual(fixture.logs, []);
  });

  it('sends metadata, bytes among it, and the user agent of the test', async () => {
    await using fixture = await run(
      `${connect} client.invoke('shop.Shop/Get', {}, { metadata: { 'X-Own': 'yes', 'x-data-bin': new Uint8Array([0, 255]) } });`,
      { options: { userAgent: 'mine' } },
    );
    assert.deepEqual(fixture.logs, []);
    const metadata = server.seen.at(-1);
    assert.deepEqual(metadata?.get('x-own'), ['yes']);
    assert.deepEqual(metadata?.get('x-data-bin'), [Buffer.from([0, 255])]);
    assert.match(String(metadata?.get('user-agent')[0]), /^mine grpc-node-js/);
  });

  it('carries a trace where the test is traced, the one of the script where it names one', async () => {
    const script = `${connect} client.invoke('shop.Shop/Get', {}, JSON.parse(__ENV.PARAMS)); const s = new Stream(client, 'shop.Shop/List'); s.write({ count: 1 });`;
    await using fixture = await run(script, { env: { PARAMS: '{}' }, facts: { traced: true } });
    const [, traceId = ''] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-01$/.exec(String(server.seen.at(-1)?.get('traceparent')[0])) ?? [];
    assert.deepEqual(fixture.sink.of('grpc_req_duration')[0]?.metadata, { trace_id: traceId });
    assert.match(fixture.sink.of('grpc_streams')[0]?.metadata?.['trace_id'] ?? '', /^[0-9a-f]{32}$/);
    const own = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await logsOf(script, { env: { PARAMS: JSON.stringify({ metadata: { traceparent: own } }) }, facts: { traced: true } });
    assert.deepEqual(server.seen.at(-1)?.get('traceparent'), [own]);
    await logsOf(script, { env: { PARAMS: '{}' } });
    assert.deepEqual(server.seen.at(-1)?.get('traceparent'), []);
  });

  it('tags the address where the test wants that', async () => {
    await using fixture = await run(`${connect} client.invoke('shop.Shop/Get', {});`, { options: { systemTags: ['ip', 'rpc_type'] } });
    assert.deepEqual(fixture.sink.of('grpc_req_duration')[0]?.tags, { ip: '127.0.0.1', rpc_type: 'unary' });
  });

  it('ends a call at its deadline, and a message that is too large or none in an error', async () => {
    const script = `${connect} const r = client.invoke('shop.Shop/Get', { id: __ENV.ID }, { timeout: __ENV.TIMEOUT }); console.log(r.status, r.message, r.error.message);`;
    const late = await logsOf(script, { env: { ID: 'hang', TIMEOUT: '50ms' } });
    assert.match(late[0] ?? '', /^4 null Deadline exceeded/);
    await when(() => server.cancelled > 0);
    const big = await logsOf(script, { env: { ID: 'big', TIMEOUT: '10s' } });
    assert.match(big[0] ?? '', /^8 null .*larger than max/);
    const garbage = await logsOf(script, { env: { ID: 'garbage', TIMEOUT: '10s' } });
    assert.match(garbage[0] ?? '', /^13 null the message is no Item:/);
  });

  it('takes a large message where the script wants it, and leaves it out where it does not', async () => {
    const script = `client.connect(at, { plaintext: true, maxReceiveSize: 1e7 }); const r = client.invoke('shop.Shop/Get', { id: 'big' }, { discardResponseMessage: __ENV.DISCARD === '1' }); console.log(r.status, r.message && r.message.id.length);`;
    assert.deepEqual(await logsOf(script, { env: { DISCARD: '0' } }), ['0 5242880']);
    assert.deepEqual(await logsOf(script, { env: { DISCARD: '1' } }), ['0 null']);
  });

  it('calls side by side', async () => {
    const logs = await logsOf(
      `${connect} Promise.all(['a', 'b', 'missing'].map((id) => client.asyncInvoke('shop.Shop/Get', { id }))).then((all) => console.log(all.map((r) => r.message ? r.message.id : r.error.code).join()));`,
    );
    assert.deepEqual(logs, ['a,b,5']);
  });

  it('streams from the server', async () => {
    await using fixture = await run(
      `${connect} const stream = new Stream(client, 'shop.Shop/List', { tags: { team: 'x' } }); const got = [];
       stream.on('data', (item, { ts }) => got.push(item.id + (ts > 1e12)));
       stream.on('end', () => { console.log(got.join()); client.close(); });
       stream.write({ id: 'i', count: 3 });`,
    );
    assert.deepEqual(fixture.logs, ['info: i0true,i1true,i2true']);
    const { sink } = fixture;
    assert.deepEqual(
      ['grpc_streams', 'grpc_streams_msgs_sent', 'grpc_streams_msgs_received', 'grpc_req_duration'].map((m) => sink.values(m).length),
      [1, 1, 3, 1],
    );
    assert.deepEqual(sink.of('grpc_req_duration')[0]?.tags, {
      scenario: 'default',
      team: 'x',
      service: 'shop.Shop',
      method: 'List',
      rpc_type: 'streaming',
      name: '/shop.Shop/List',
      url: `127.0.0.1:${server.port}/shop.Shop/List`,
      status: '0',
    });
  });

  it('streams to the server, and both ways, with metadata and timers', async () => {
    const logs = await logsOf(`${connect}
      const sum = new Stream(client, 'shop.Shop/Sum');
      sum.on('data', ({ itemCount }) => console.log('sum', itemCount)); sum.on('end', () => console.log('sum ended'));
      for (const id of ['a', 'b', 'c']) sum.write({ id }); sum.end();
      const chat = new Stream(client, 'shop.Shop/Chat'); let said = 0;
      chat.on('metadata', (headers) => console.log('headers', typeof headers['content-type'][0]));
      chat.on('data', ({ id }) => { if (id === '2') { chat.end(); console.log('chat', id); } });
      chat.on('end', () => console.log('chat ended'));
      const timer = setInterval(() => { chat.write({ id: String(said++) }); if (said === 3) clearInterval(timer); }, 1);`);
    assert.deepEqual([...logs].sort(), ['chat 2', 'chat ended', 'headers string', 'sum 3', 'sum ended']);
  });

  it('tells of a stream that fails, after what came before', async () => {
    const logs = await logsOf(`${connect} const stream = new Stream(client, 'shop.Shop/List');
      stream.on('data', ({ id }) => console.log(id)); stream.on('error', (e) => console.log(e.code === grpc.StatusAborted, e.message)); stream.on('end', () => console.log('end'));
      stream.write({ id: 'fail', count: 2 });`);
    assert.deepEqual(logs, ['fail0', 'fail1', 'true half way', 'end']);
  });

  it('takes every message of a flood in its order', async () => {
    assert.deepEqual(
      await logsOf(`${connect} const stream = new Stream(client, 'shop.Shop/List'); let next = 0; let right = true;
        stream.on('data', ({ id }) => { right = right && id === 'f' + next; next += 1; }); stream.on('end', () => console.log(next, right));
        stream.write({ id: 'f', count: 3000 });`),
      ['3000 true'],
    );
  });

  it('cancels calls and streams at once where the iteration is interrupted, and emits nothing for them', async () => {
    for (const body of ["client.invoke('shop.Shop/Get', { id: 'hang' });", "new Stream(client, 'shop.Shop/List').write({ id: 'hang' });"]) {
      await using fixture = await openFixture(
        `${loaded} export default function () { client.connect(__ENV.AT, { plaintext: true }); console.log('on'); ${body} }`,
        {
          entry: 'script.js',
          files: shopFiles,
          env: { AT: `127.0.0.1:${server.port}` },
        },
      );
      const [cancelled, abort] = [server.cancelled, new AbortController()];
      const running = fixture.iterate({}, undefined, abort.signal);
      await when(() => fixture.logs.length > 0);
      abort.abort();
      assert.equal((await running).kind, 'interrupted');
      await when(() => server.cancelled > cancelled || body.includes('Get'));
      assert.deepEqual(fixture.sink.of('grpc_req_duration'), []);
    }
  });

  it('gives up a connection that is being opened where the iteration is interrupted', async () => {
    const silent = createServer((wire) => wire.resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    let accepted = 0;
    silent.on('connection', () => {
      accepted += 1;
    });
    await using fixture = await openFixture(`${top} export default function () { client.connect(__ENV.AT, { plaintext: true }); }`, {
      entry: 'script.js',
      env: { AT: `127.0.0.1:${(silent.address() as { port: number }).port}` },
    });
    const abort = new AbortController();
    const running = fixture.iterate({}, undefined, abort.signal);
    await when(() => accepted > 0);
    abort.abort();
    assert.equal((await running).kind, 'interrupted');
    await new Promise((resolve) => silent.close(resolve));
  });

  it('ends the streams of a client that is closed, and can connect it again', async () => {
    const logs = await logsOf(`${connect} const stream = new Stream(client, 'shop.Shop/Chat');
      stream.on('error', (e) => console.log(e.code === grpc.StatusCanceled)); stream.on('end', () => console.log('end'));
      stream.on('data', () => { client.close(); ${connect} console.log(client.invoke('shop.Shop/Get', { id: 'z' }).message.id); });
      stream.write({ id: 'x' });`);
    assert.deepEqual(logs, ['z', 'true', 'end']);
  });

  it('says once that gRPC does not obey the option localIPs', async () => {
    const logs = await logsOf(`${connect} client.close(); ${connect}`, { options: { localIPs: '127.0.0.1' } });
    assert.deepEqual(logs.length, 1);
    assert.match(logs[0] ?? '', /localIPs has no effect on gRPC/);
  });

  it('keeps its connection over iterations, and closes it with the virtual user', async () => {
    const fixture = await openFixture(
      `${loaded} export default function () { if (__ITER === 0) client.connect(__ENV.AT, { plaintext: true }); console.log(client.invoke('shop.Shop/Get', { id: 'k' }).status); }`,
      { entry: 'script.js', files: shopFiles, env: { AT: `127.0.0.1:${server.port}` } },
    );
    const user = await fixture.user();
    for (let run = 0; run < 2; run += 1)
      assert.equal((await user.iterate(iterationContext(), undefined, new AbortController().signal)).kind, 'completed');
    assert.deepEqual(fixture.logs, ['info: 0', 'info: 0']);
    assert.equal(fixture.sink.values('data_sent').length, 2);
    await fixture[Symbol.asyncDispose]();
  });

  it('asks for the health of services', async () => {
    const logs = await logsOf(
      `${connect} const r = client.healthCheck(); const ill = client.healthCheck('ill'); const none = client.healthCheck('nobody');
       console.log(r.status === StatusOK, r.message.status === grpc.HealthCheckServing, r.Status, ill.message.status, none.status, none.Status);`,
      {},
      top,
    );
    assert.deepEqual(logs, ['true true SERVING NOT_SERVING 5 UNKNOWN']);
  });

  for (const reflection of ['v1', 'v1alpha'] as const) {
    it(`learns the definitions by reflection ${reflection}`, async () => {
      const reflecting = await ShopServer.start({ reflection });
      const body = `client.connect(at, { plaintext: true, reflect: true, reflectMetadata: { 'x-key': 'k' } }); console.log(JSON.stringify(client.invoke('shop.Shop/Get', { id: 'r', delay_ms: 1 }).message));`;
      const logs = await logsOf(body, { env: { AT: `127.0.0.1:${reflecting.port}` } }, top);
      assert.match(logs[0] ?? '', /^\{"id":"r","unitPrice":\{"minorUnits":"1250","currency":"EUR"\},"madeAt":"2026-02-02T02:40:00Z"/);
      assert.deepEqual(reflecting.seen[0]?.get('x-key'), ['k']);
      reflecting.stop();
    });
  }

  it('says so where a server has no reflection', async () => {
    assert.match(
      (await logsOf('client.connect(at, { plaintext: true, reflect: true });', {}, top)).join(),
      /server reflection failed: .*load the \.proto files/,
    );
  });

  it('loads a protoset', async () => {
    const { shopProtoset } = await import('./grpc-server-fixture.ts');
    const fixture = await openFixture('export default function () {}', { entry: 'plain.js' });
    await writeFile(join(fixture.folder, 'shop.protoset'), shopProtoset());
    const { openScript } = await import('../open-script.ts');
    const path = join(fixture.folder, 'script.js');
    await writeFile(
      path,
      `${top} client.loadProtoset('shop.protoset'); export default function () { client.connect(__ENV.AT, { plaintext: true }); console.log(client.invoke('shop.Shop/Get', { id: 'p' }).message.unitPrice.currency); }`,
    );
    const logs: string[] = [];
    const script = await openScript({
      path,
      env: { AT: `127.0.0.1:${server.port}` },
      limits: { memoryBytes: 32 * 1024 * 1024, initMs: 5_000, allowedHosts: undefined },
      log: (_level, message) => logs.push(message),
    });
    const user = await script.createVirtualUser(1, fixture.facts, fixture.sink);
    await user.iterate(iterationContext(), undefined, new AbortController().signal);
    await user.dispose();
    await fixture[Symbol.asyncDispose]();
    assert.deepEqual(logs, ['EUR']);
  });

  it('speaks TLS by the rules of the test and of the connection', async () => {
    const { cert, key } = selfSigned('localhost');
    const secure = await ShopServer.start({ tls: { cert, key } });
    const script = `client.connect(at, __ENV.OWN === '' ? {} : JSON.parse(__ENV.OWN)); console.log(client.invoke('shop.Shop/Get', { id: 's' }).status);`;
    const AT = `localhost:${secure.port}`;
    assert.deepEqual(await logsOf(script, { env: { AT, OWN: '' }, options: { insecureSkipTLSVerify: true } }), ['0']);
    assert.deepEqual(await logsOf(script, { env: { AT, OWN: JSON.stringify({ tls: { cacerts: cert } }) } }), ['0']);
    assert.deepEqual(await logsOf(script, { env: { AT, OWN: JSON.stringify({ tls: { insecureSkipVerify: true } }) } }), ['0']);
    assert.match((await logsOf(script, { env: { AT, OWN: '' } })).join(), /can't connect to localhost:\d+: self-signed certificate/);
    assert.match(
      (await logsOf(script, { env: { AT, OWN: JSON.stringify({ tls: { cert: 'x', key: 'y' } }) } })).join(),
      /are no certificates in PEM/,
    );
    secure.stop();
  });

  it('shows its certificate: that of the connection, or that of the test', async () => {
    const own = selfSigned('client.example');
    const strict = await ShopServer.start({ tls: { ...selfSigned('localhost'), clientCa: own.cert } });
    const script = `client.connect(at, { tls: JSON.parse(__ENV.OWN) }); console.log(client.invoke('shop.Shop/Get', { id: 's' }).status);`;
    const AT = `localhost:${strict.port}`;
    const options = { insecureSkipTLSVerify: true };
    assert.deepEqual(await logsOf(script, { env: { AT, OWN: JSON.stringify(own) }, options }), ['0']);
    assert.deepEqual(
      await logsOf(script, { env: { AT, OWN: '{}' }, options: { ...options, tlsAuth: [{ domains: ['localhost'], ...own }] } }),
      ['0'],
    );
    assert.notDeepEqual(await logsOf(script, { env: { AT, OWN: '{}' }, options }), ['0']);
    strict.stop();
  });

  it('opens no connection to a host that is not allowed or blacklisted, and follows the option hosts', async () => {
    const script = `${connect} console.log(client.invoke('shop.Shop/Get', { id: 's' }).status);`;
    const refused: string[] = [];
    const refuse = (reason: string): unknown => refused.push(reason);
    const logs = await logsOf(`try { ${script} } catch {}`, { limits: { allowedHosts: ['elsewhere'] }, facts: { refuse } });
    assert.deepEqual(logs, ['{"kind":"interrupted"}']);
    assert.match(refused.join(), /does not allow for load/);
    assert.match((await logsOf(script, { options: { blacklistIPs: ['127.0.0.0/8'] } })).join(), /is in a blacklisted range/);
    const hosts = { 'shop.example': `127.0.0.1:${server.port}` };
    assert.deepEqual(await logsOf(script, { env: { AT: 'shop.example:443' }, options: { hosts } }), ['0']);
  });

  it('says why it can not connect, at once where it is refused and in its time where nobody speaks gRPC', async () => {
    assert.match((await logsOf(connect, { env: { AT: '127.0.0.1:1' } })).join(), /can't connect to 127\.0\.0\.1:1: connect ECONNREFUSED/);
    const silent = createServer((wire) => wire.resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const AT = `127.0.0.1:${(silent.address() as { port: number }).port}`;
    assert.match((await logsOf("client.connect(at, { timeout: '100ms' });", { env: { AT } })).join(), /not ready in time/);
    await new Promise((resolve) => silent.close(resolve));
  });

  it('refuses what can not be, by name', async () => {
    const refused: readonly (readonly [string, RegExp])[] = [
      ["client.invoke('shop.Shop/Get', {});", /no gRPC connection: call client\.connect\(\) first/],
      [`${connect} client.invoke('shop.Shop/Nothing', {});`, /method "\/shop\.Shop\/Nothing" not found/],
      [`${connect} client.invoke('Get', {});`, /must have the form package\.Service\/Method/],
      [`${connect} client.invoke('shop.Shop/Get', { nothing: 1 });`, /shop\.Wanted has no field "nothing"/],
      [`${connect} client.invoke('shop.Shop/List', {});`, /is a streaming method/],
      [`${connect} new Stream(client, 'shop.Shop/Get');`, /is a unary method/],
      [`${connect} new Stream({}, 'shop.Shop/List');`, /needs a Client/],
      [`${connect} new Stream(client, 'shop.Shop/List').on('message', () => 1);`, /has the events data/],
      [
        `${connect} const s = new Stream(client, 'shop.Shop/List'); s.write({ id: 'x' }); s.write({ id: 'y' });`,
        /nothing can be written any more/,
      ],
      [`${connect} client.invoke('shop.Shop/Get', {}, { tag: {} });`, /a gRPC call has no parameter "tag"/],
      [`${connect} client.invoke('shop.Shop/Get', {}, { timeout: 'soon' });`, /parameter timeout must be/],
      [`${connect} client.invoke('shop.Shop/Get', {}, { metadata: { 'bad name': 'x' } });`, /bad name/],
      [`${connect} new Stream(client, 'shop.Shop/List', { metadata: { 'bad name': 'x' } });`, /bad name/],
      [`${connect} client.invoke('shop.Shop/Get', {}, { metadata: 'x' });`, /gRPC metadata must be an object/],
      ['client.connect(at, { plain: true });', /client\.connect\(\) has no parameter "plain"/],
      ["client.connect('http://x:1');", /must be host:port, without http/],
      ["client.connect(at, { maxReceiveSize: 'x' });", /maxReceiveSize must be a number of bytes/],
      [`${connect} client.load([], 'x.proto');`, /client\.load\(\) can only be used in the init stage/],
    ];
    for (const [body, message] of refused) assert.match((await logsOf(body)).join().replaceAll('\\', ''), message, body);
  });

  it('refuses definitions that are none, missing or outside of the folder, before the test', async () => {
    await assert.rejects(open("client.load(null, 'none.proto');"), /none\.proto: there is no such proto file in the script's folder/);
    await assert.rejects(open("client.load([], '../../etc/x.proto');"), /leads out of the script's folder/);
    await assert.rejects(open("client.load(['..'], 'x.proto');"), /leads out of the script's folder/);
    await assert.rejects(open("client.load([], 'bad.proto');", { 'bad.proto': 'syntax = "proto3";\nmessage {' }), /bad\.proto.*line 2/);
    await assert.rejects(
      open("client.load([], 'a.proto');", { 'a.proto': 'syntax = "proto3"; import "b.proto";' }),
      /b\.proto: there is no such/,
    );
    await assert.rejects(open("client.load([], 'a.proto');", { 'a.proto': 'syntax = "proto3"; message A { Missing m = 1; }' }), /Missing/);
    await assert.rejects(open("client.loadProtoset('x.protoset');", { 'x.protoset': 'nonsense' }), /x\.protoset: not a protoset/);
    await assert.rejects(open('client.load([]);'), /needs a \.proto file/);
    await assert.rejects(open("client.connect('127.0.0.1:1');"), /client\.connect\(\) can't be used in the init stage/);
  });
});
