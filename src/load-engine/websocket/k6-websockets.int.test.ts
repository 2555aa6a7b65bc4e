import assert from 'node:assert/strict';
import { selfSigned } from '../http/certificate-fixture.ts';
import { type FixtureWishes, iterationContext, openFixture, type ScriptFixture, when } from '../script/script-fixture.ts';
import { SocketServer } from './socket-server-fixture.ts';

const imports = "import { WebSocket, Blob } from 'k6/websockets'; import http from 'k6/http'; import { check, group } from 'k6';";

describe('k6/websockets', () => {
  let server: SocketServer;
  before(async () => {
    server = await SocketServer.start();
  });
  after(() => server.stop());

  const url = (path: string): string => `ws://127.0.0.1:${server.port}${path}`;

  async function run(body: string, wishes: FixtureWishes = {}): Promise<ScriptFixture> {
    const fixture = await openFixture(`${imports}\nconst base = __ENV.BASE;\nexport default function () { ${body} }`, {
      entry: 'script.js',
      ...wishes,
      env: { BASE: `ws://127.0.0.1:${server.port}`, ...wishes.env },
    });
    const outcome = await fixture.iterate();
    if (outcome.kind !== 'completed') fixture.logs.push(JSON.stringify(outcome));
    return fixture;
  }

  async function logsOf(body: string, wishes: FixtureWishes = {}): Promise<readonly string[]> {
    await using fixture = await run(body, wishes);
    return fixture.logs.map((line) => line.replace(/^info: /, ''));
  }

  it('says in order what happens, and lets the iteration end when the socket is closed', async () => {
    const logs = await logsOf(`
      const ws = new WebSocket(base + '/echo');
      console.log(ws.readyState, ws.url === base + '/echo', ws.binaryType, ws.bufferedAmount, WebSocket.OPEN, ws.CLOSED);
      ws.onopen = () => { console.log('open', ws.readyState); ws.send('hello'); };
      ws.onmessage = ({ data, type, timestamp }) => { console.log(type, data, timestamp > 1e12); ws.close(1000, 'bye'); console.log(ws.readyState); };
      ws.addEventListener('close', ({ code, reason, wasClean }) => console.log('close', code, reason, wasClean, ws.readyState));
      console.log('goes on');`);
    assert.deepEqual(logs, ['0 true blob 0 1 3', 'goes on', 'open 1', 'message hello true', '2', 'close 1000 bye true 3']);
  });

  it('counts sessions, messages, pings and bytes, with tags of the place that opened the socket', async () => {
    await using fixture = await run(
      `group('chat', () => {
        const ws = new WebSocket(base + '/echo?id=7', null, { tags: { name: 'chat', team: 'a' } });
        ws.onopen = () => { ws.ping(); ws.send('one'); ws.send('two'); };
        let got = 0;
        const done = () => { got += 1; if (got === 3) ws.close(); };
        ws.onpong = done; ws.onmessage = done;
      });`,
      { facts: { globalTags: { env: 'ci' } } },
    );
    const { sink } = fixture;
    assert.deepEqual(fixture.logs, []);
    assert.deepEqual(sink.values('ws_sessions'), [1]);
    assert.deepEqual(sink.values('ws_msgs_sent'), [1, 1]);
    assert.deepEqual(sink.values('ws_msgs_received'), [1, 1]);
    for (const metric of ['ws_connecting', 'ws_session_duration', 'ws_ping']) {
      assert.equal(sink.values(metric).length, 1, metric);
      assert.ok((sink.values(metric)[0] ?? 0) > 0, metric);
    }
    const tags = { env: 'ci', scenario: 'default', group: '::chat', team: 'a', name: 'chat', url: 'chat', status: '101' };
    for (const metric of ['ws_sessions', 'ws_msgs_sent', 'ws_session_duration', 'ws_ping'])
      assert.deepEqual(sink.of(metric)[0]?.tags, tags);
    assert.ok((sink.values('data_sent')[0] ?? 0) > 150);
    assert.ok((sink.values('data_received')[0] ?? 0) > 120);
  });

  it('hands bytes over as Blob, or as ArrayBuffer where that is wanted, and sends every kind of them', async () => {
    const logs = await logsOf(`
      const ws = new WebSocket(base + '/echo'); const bytes = new Uint8Array([0, 1, 255, 65]);
      const sends = [() => ws.send(bytes), () => ws.send(bytes.buffer), () => ws.send(new Blob([bytes, 'B'])), () => ws.send(bytes.subarray(2)), () => ws.send('a\\0b')];
      ws.onopen = () => sends.shift()();
      ws.onmessage = async ({ data }) => {
        const shown = typeof data === 'string' ? [...data].map((c) => c.charCodeAt(0)) : Array.from(data instanceof Blob ? await data.bytes() : new Uint8Array(data));
        console.log(data instanceof Blob, data instanceof ArrayBuffer, shown.join());
        ws.binaryType = 'arraybuffer';
        if (sends.length > 0) sends.shift()(); else ws.close();
      };`);
    assert.deepEqual(logs, [
      'true false 0,1,255,65',
      'false true 0,1,255,65',
      'false true 0,1,255,65,66',
      'false true 255,65',
      'false false 97,0,98',
    ]);
  });

  it('sends headers, subprotocols, credentials, the user agent and the cookies of its jar, and keeps those it gets', async () => {
    await using fixture = await run(
      `const jar = new http.CookieJar(); jar.set(base.replace('ws', 'http'), 'own', '1');
       const ws = new WebSocket(base.replace('//', '//user:pw@') + '/greet', ['chat.v2', 'chat.v1'], { headers: { 'X-Own': 'yes' }, jar });
       ws.onmessage = ({ data }) => { const h = JSON.parse(data);
         console.log(h['x-own'], h['sec-websocket-protocol'], h.authorization, h['user-agent'], h.cookie, JSON.stringify(jar.cookiesForURL(base.replace('ws', 'http')))); ws.close(); };`,
      { options: { userAgent: 'mine' } },
    );
    assert.deepEqual(fixture.logs, ['info: yes chat.v2,chat.v1 Basic dXNlcjpwdw== mine own=1 {"own":["1"],"socket":["yes"]}']);
    assert.equal(fixture.sink.of('ws_sessions')[0]?.tags['subproto'], 'chat.v2');
    assert.equal(fixture.sink.of('ws_sessions')[0]?.tags['url'], url('/greet'));
  });

  it('compresses where the script wants it, and not otherwise', async () => {
    const script = `const ws = new WebSocket(base + '/echo', null, __ENV.HOW === '' ? null : { compression: __ENV.HOW });
      ws.onopen = () => ws.send('x'.repeat(20000)); ws.onmessage = ({ data }) => { console.log(data.length); ws.close(); };`;
    await using plain = await run(script, { env: { HOW: '' } });
    await using packed = await run(script, { env: { HOW: 'deflate' } });
    assert.deepEqual([...plain.logs, ...packed.logs], ['info: 20000', 'info: 20000']);
    assert.ok((plain.sink.values('data_sent')[0] ?? 0) > 20_000);
    assert.ok((packed.sink.values('data_sent')[0] ?? 0) < 1_000);
    assert.match((await logsOf(script, { env: { HOW: 'gzip' } })).join(), /compression knows 'deflate', not 'gzip'/);
  });

  it('serves several sockets and timers of one iteration side by side', async () => {
    const logs = await logsOf(`
      const got = []; let open = 3;
      for (const name of ['a', 'b', 'c']) { const ws = new WebSocket(base + '/echo');
        ws.onopen = () => { const timer = setInterval(() => ws.send(name), 1); ws.onmessage = ({ data }) => { got.push(data); clearInterval(timer); setTimeout(() => ws.close(), 1); }; };
        ws.onclose = () => { open -= 1; if (open === 0) console.log(got.sort().join('').replace(/(.)\\1*/g, '$1')); }; }`);
    assert.deepEqual(logs, ['abc']);
  });

  it('tells of closes and of connections that break', async () => {
    const script = `const ws = new WebSocket(base + __ENV.AT);
      ws.onerror = ({ error, type }) => console.log(type, error);
      ws.onclose = ({ code, reason, wasClean }) => console.log(code, reason, wasClean);`;
    assert.deepEqual(await logsOf(script, { env: { AT: '/close' } }), ['4001 enough true']);
    const broken = await logsOf(script, { env: { AT: '/kill' } });
    assert.match(broken[0] ?? '', /^warn: WebSocket .*: websocket: close 1006/);
    assert.deepEqual(broken.slice(1), ['error websocket: close 1006 (abnormal closure): unexpected EOF', '1006  false']);
    const garbage = await logsOf(script, { env: { AT: '/garbage' } });
    assert.deepEqual(garbage.slice(1), ['error Invalid WebSocket frame: invalid opcode 3', '1006  false']);
  });

  it('answers pings, and tells of them', async () => {
    assert.deepEqual(await logsOf("const ws = new WebSocket(base + '/ping'); ws.onping = () => { console.log('ping'); ws.close(); };"), [
      'ping',
    ]);
  });

  it('counts no session where there was none, and says why', async () => {
    const script = `const ws = new WebSocket(__ENV.AT ?? base + '/forbidden');
      ws.onopen = () => console.log('open'); ws.onerror = ({ error }) => console.log(error); ws.onclose = ({ code }) => console.log(code, ws.readyState);`;
    await using forbidden = await run(script);
    assert.deepEqual(forbidden.logs, [
      `warn: WebSocket ${url('/forbidden')} failed: websocket: bad handshake (status 403) (said once, counted each time)`,
      'info: websocket: bad handshake',
      'info: 1006 3',
    ]);
    assert.deepEqual(forbidden.sink.of('ws_sessions'), []);
    const refused = await logsOf(script, { env: { AT: 'ws://127.0.0.1:1/' } });
    assert.deepEqual(refused.slice(1), ['dial: connection refused', '1006 3']);
  });

  it('opens no connection to a host that is not allowed, blocked or blacklisted', async () => {
    const before = server.requests.length;
    const script = "const ws = new WebSocket(base + '/echo'); ws.onerror = ({ error }) => console.log(error);";
    const refused: string[] = [];
    const refuse = (reason: string): unknown => refused.push(reason);
    const logs = await logsOf(script, { limits: { allowedHosts: ['elsewhere'] }, facts: { refuse } });
    assert.match(logs.join(), /"kind":"interrupted"/);
    assert.match(refused.join(), /does not allow for load/);
    assert.match((await logsOf(script, { options: { blacklistIPs: ['127.0.0.0/8'] } })).join(), /is in a blacklisted range/);
    const named = { BASE: 'ws://blocked.example' };
    assert.match((await logsOf(script, { env: named, options: { blockHostnames: ['*.example'] } })).join(), /is in a blocked pattern/);
    assert.equal(server.requests.length, before);
  });

  it('follows the option hosts', async () => {
    await using fixture = await run("const ws = new WebSocket('ws://chat.example/echo'); ws.onopen = () => ws.close();", {
      options: { hosts: { 'chat.example': `127.0.0.1:${server.port}` } },
    });
    assert.deepEqual(fixture.sink.values('ws_sessions'), [1]);
    assert.equal(server.requests.at(-1)?.headers.host, 'chat.example');
  });

  it('closes sockets at once where the iteration is interrupted, also while they are opening', async () => {
    for (const path of ['/echo', '/silent']) {
      await using fixture = await openFixture(
        `${imports} export default function () { const ws = new WebSocket(__ENV.AT); ws.onopen = () => console.log('open'); ws.onclose = () => console.log('never told'); }`,
        { entry: 'script.js', env: { AT: url(path) } },
      );
      const abort = new AbortController();
      const running = fixture.iterate({}, undefined, abort.signal);
      await when(() => (path === '/silent' ? server.open > 0 : fixture.logs.length > 0));
      abort.abort();
      assert.equal((await running).kind, 'interrupted');
      await when(() => server.open === 0);
      assert.equal(fixture.sink.values('ws_session_duration').length, path === '/echo' ? 1 : 0);
      assert.ok(!fixture.logs.join().includes('never told'));
    }
  });

  it('closes what a failed iteration leaves open, and the next iteration hears nothing of it', async () => {
    await using fixture = await openFixture(
      `${imports} export default function () { const ws = new WebSocket(__ENV.AT); ws.onopen = () => { ws.send('x'); if (__ITER === 0) throw new Error('mine'); };
         ws.onmessage = () => { console.log(__ITER); ws.close(); }; }`,
      { entry: 'script.js', env: { AT: url('/echo') } },
    );
    const user = await fixture.user();
    const signal = new AbortController().signal;
    const outcome = await user.iterate(iterationContext(), undefined, signal);
    assert.ok(outcome.kind === 'threw');
    assert.equal(outcome.message, 'Error: mine');
    assert.match(outcome.location ?? '', /script\.js:1:\d+/);
    await when(() => server.open === 0);
    assert.equal((await user.iterate(iterationContext(), undefined, signal)).kind, 'completed');
    assert.deepEqual(fixture.logs, ['info: 1']);
  });

  it('ends a message that is larger than a virtual user may hold in an error', async () => {
    const logs = await logsOf(
      "const ws = new WebSocket(base + '/big'); ws.onmessage = () => console.log('got'); ws.onerror = ({ error }) => console.log(error);",
    );
    assert.deepEqual(logs.slice(1), ['Max payload size exceeded']);
  });

  it('replaces a virtual user that has no room for what came', async () => {
    await using fixture = await openFixture(
      `${imports} export default function () { const ws = new WebSocket(__ENV.AT); const kept = []; ws.onopen = () => ws.send(new Uint8Array(6e6)); ws.onmessage = ({ data }) => { kept.push(data); ws.send(data); }; }`,
      { entry: 'script.js', env: { AT: url('/echo') } },
    );
    assert.equal((await fixture.iterate()).kind, 'broken');
    await when(() => server.open === 0);
  });

  it('takes every message of a flood in its order', async () => {
    assert.deepEqual(
      await logsOf(`const ws = new WebSocket(base + '/flood'); let next = 0; let right = true;
        ws.onmessage = ({ data }) => { if (data === 'last') { console.log(next, right); ws.close(); } else { right = right && data === String(next); next += 1; } };`),
      ['2000 true'],
    );
  });

  it('refuses what can not be, by name', async () => {
    const refused: readonly (readonly [string, RegExp])[] = [
      ["new WebSocket('ftp://x');", /not a WebSocket address: ftp:\/\/x/],
      ["new WebSocket(base).send('x');", /still connecting/],
      ['new WebSocket(base).ping();', /still connecting/],
      ['new WebSocket(base).addEventListener("opened", () => 1);', /has the events open, message/],
      ['new WebSocket(base).addEventListener("open", 1);', /needs a function/],
      ["new WebSocket(base).binaryType = 'x';", /must be 'blob' or 'arraybuffer'/],
      ["const ws = new WebSocket(base + '/echo'); ws.onopen = () => ws.close(5000);", /no WebSocket closes with the code 5000/],
      ["const ws = new WebSocket(base + '/echo'); ws.onopen = () => ws.close(1005);", /Invalid|First argument/],
      ["new Blob(['x']).stream();", /Blob\.stream\(\) is not supported/],
    ];
    for (const [body, message] of refused) assert.match((await logsOf(body)).join(), message, body);
    await assert.rejects(openFixture(`${imports} new WebSocket('ws://x');`), /new WebSocket\(\) can't be used in the init stage/);
    await when(() => server.open === 0);
  });

  it('has blobs as typed', async () => {
    const logs = await logsOf(`
      const blob = new Blob(['ab', new Uint8Array([99]), new Blob(['d'])], { type: 'Text/Plain' });
      Promise.all([blob.text(), blob.slice(1, 3).text(), blob.arrayBuffer(), new Blob().text()]).then(([all, part, buffer, none]) => console.log(blob.size, blob.type, all, part, buffer.byteLength, none === ''));`);
    assert.deepEqual(logs, ['4 text/plain abcd bc 4 true']);
  });

  it('takes listeners away again, and ignores what is sent to a closed socket', async () => {
    const logs = await logsOf(`const ws = new WebSocket(base + '/echo'); const loud = () => console.log('loud');
      ws.addEventListener('open', loud); ws.removeEventListener('open', loud); ws.onopen = () => ws.close(); ws.onclose = () => { ws.send('late'); ws.ping(); ws.close(); console.log(ws.bufferedAmount); };`);
    assert.deepEqual(logs, ['0']);
  });

  it('carries a trace where the test is traced, the one of the script where it names one', async () => {
    const script =
      "const ws = new WebSocket(base + '/greet', null, JSON.parse(__ENV.PARAMS)); ws.onmessage = ({ data }) => { console.log(JSON.parse(data).traceparent); ws.close(); };";
    await using traced = await run(script, { env: { PARAMS: '{}' }, facts: { traced: true } });
    const [, traceId = ''] = /^info: 00-([0-9a-f]{32})-[0-9a-f]{16}-01$/.exec(traced.logs[0] ?? '') ?? [];
    assert.deepEqual(traced.sink.of('ws_sessions')[0]?.metadata, { trace_id: traceId });
    const own = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const PARAMS = JSON.stringify({ headers: { traceparent: own } });
    assert.deepEqual(await logsOf(script, { env: { PARAMS }, facts: { traced: true } }), [own]);
    assert.deepEqual(await logsOf(script, { env: { PARAMS: '{}' } }), ['undefined']);
  });

  it('tags the address where the test wants that', async () => {
    await using fixture = await run("const ws = new WebSocket(base + '/echo'); ws.onopen = () => ws.close();", {
      options: { systemTags: ['ip', 'status'] },
    });
    assert.deepEqual(fixture.sink.of('ws_sessions')[0]?.tags, { ip: '127.0.0.1', status: '101' });
  });

  it('is the same under its experimental name', async () => {
    await using fixture = await openFixture(
      "import { WebSocket } from 'k6/experimental/websockets'; export default function () { const ws = new WebSocket(__ENV.AT); ws.onopen = () => ws.close(); }",
      { entry: 'script.js', env: { AT: url('/echo') } },
    );
    assert.equal((await fixture.iterate()).kind, 'completed');
    assert.deepEqual(fixture.sink.values('ws_sessions'), [1]);
  });

  it('speaks TLS by the rules of the test', async () => {
    const secure = await SocketServer.start(selfSigned('localhost'));
    const script = 'const ws = new WebSocket(__ENV.AT); ws.onopen = () => ws.close(); ws.onerror = ({ error }) => console.log(error);';
    const env = { AT: `wss://localhost:${secure.port}/echo` };
    await using trusting = await run(script, { env, options: { insecureSkipTLSVerify: true } });
    assert.equal(trusting.sink.of('ws_sessions')[0]?.tags['tls_version'], 'tls1.3');
    assert.match((await logsOf(script, { env })).at(-1) ?? '', /certificate signed by unknown authority/);
    await secure.stop();
  });
});
