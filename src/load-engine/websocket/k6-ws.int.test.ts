import assert from 'node:assert/strict';
import { type FixtureWishes, openFixture, type ScriptFixture, when } from '../script/script-fixture.ts';
import { SocketServer } from './socket-server-fixture.ts';

const imports = "import ws from 'k6/ws'; import { check, sleep } from 'k6';";

describe('k6/ws', () => {
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

  it('blocks until the socket is closed, and answers with the response of the handshake', async () => {
    const logs = await logsOf(`
      const res = ws.connect(base + '/echo', { tags: { kind: 'x' } }, (socket) => {
        socket.on('open', () => { console.log('open'); socket.send('a\\0b'); });
        socket.on('message', (text) => { console.log(text.length); socket.sendBinary(new Uint8Array([1, 0, 2]).buffer); });
        socket.on('binaryMessage', (bytes) => { console.log(bytes instanceof ArrayBuffer, new Uint8Array(bytes).join()); socket.close(); });
        socket.on('close', (code) => console.log('close', code));
        console.log('called');
      });
      console.log(res.status, res.url === base + '/echo', res.headers['Upgrade'], res.headers['Set-Cookie'], res.error === '', res.body === '');`);
    assert.deepEqual(logs, ['called', 'open', '3', 'true 1,0,2', 'close 1000', '101 true websocket socket=yes; Path=/ true true']);
  });

  it('counts what happened', async () => {
    await using fixture = await run(`ws.connect(base + '/echo', (socket) => {
      socket.on('open', () => { socket.ping(); socket.send('x'); });
      socket.on('pong', () => socket.close());
    });`);
    const counts = ['ws_sessions', 'ws_msgs_sent', 'ws_ping', 'ws_session_duration', 'ws_connecting', 'data_sent'].map(
      (metric) => fixture.sink.values(metric).length,
    );
    assert.deepEqual(counts, [1, 1, 1, 1, 1, 1]);
    assert.deepEqual(fixture.sink.of('ws_sessions')[0]?.tags, {
      scenario: 'default',
      url: url('/echo'),
      name: url('/echo'),
      status: '101',
    });
    assert.deepEqual(fixture.logs, []);
  });

  it('runs the timers of a socket while it is open', async () => {
    const logs = await logsOf(`
      let beats = 0;
      ws.connect(base + '/echo', {}, (socket) => {
        socket.setInterval(() => { beats += 1; socket.send('beat'); }, 1);
        socket.setTimeout(() => console.log('once'), 2);
        socket.on('message', () => { if (beats >= 5) socket.close(); });
      });
      console.log(beats >= 5);`);
    assert.deepEqual(logs, ['once', 'true']);
  });

  it('lets a script block inside of a handler', async () => {
    assert.deepEqual(
      await logsOf(
        "ws.connect(base + '/flood', (socket) => { let got = 0; socket.on('message', (text) => { got += 1; if (got === 1) sleep(0.05); if (text === 'last') { console.log(got); socket.close(); } }); });",
      ),
      ['2001'],
    );
  });

  it('tells of errors: to the socket, in the response, and as an exception where the test wants that', async () => {
    const script = `const res = ws.connect(__ENV.AT ?? base + '/forbidden', (socket) => { socket.on('open', () => console.log('open')); socket.on('error', (e) => console.log('error', e.error())); });
      console.log(res.status, res.body, res.error);`;
    assert.deepEqual((await logsOf(script)).slice(1), ['error websocket: bad handshake', '403 go away websocket: bad handshake']);
    const refused = await logsOf(script, { env: { AT: 'ws://127.0.0.1:1' } });
    assert.deepEqual(refused.slice(1), ['error dial: connection refused', '0  dial: connection refused']);
    assert.match((await logsOf(script, { options: { throw: true } })).join(), /"kind":"threw","message":"Error: websocket: bad handshake"/);
    await using forbidden = await run(script, { limits: { allowedHosts: ['elsewhere'] } });
    assert.match(forbidden.logs.join(), /does not allow for load.*"kind":"interrupted"/);
    assert.deepEqual(forbidden.sink.of('ws_sessions'), []);
  });

  it('says so where a closed socket is to send', async () => {
    assert.deepEqual(
      await logsOf(
        "ws.connect(base + '/echo', (socket) => { socket.on('error', (e) => console.log(e.error())); socket.on('open', () => { socket.close(); socket.send('late'); socket.ping(); socket.sendBinary(new ArrayBuffer(1)); }); });",
      ),
      ['websocket: close sent', 'websocket: close sent', 'websocket: close sent'],
    );
  });

  it('closes the socket where a handler throws, and where the iteration is interrupted', async () => {
    const logs = await logsOf("ws.connect(base + '/echo', (socket) => { socket.on('open', () => { throw new Error('mine'); }); });");
    assert.match(logs.join(), /"threw","message":"Error: mine"/);
    await when(() => server.open === 0);
    await using fixture = await openFixture(
      `${imports} export default function () { ws.connect(__ENV.AT, (socket) => { socket.on('open', () => console.log('open')); socket.on('close', () => console.log('never told')); }); }`,
      { entry: 'script.js', env: { AT: url('/echo') } },
    );
    const abort = new AbortController();
    const running = fixture.iterate({}, undefined, abort.signal);
    await when(() => fixture.logs.length > 0);
    abort.abort();
    assert.equal((await running).kind, 'interrupted');
    await when(() => server.open === 0);
    assert.deepEqual(fixture.logs, ['info: open']);
  });

  it('refuses what can not be, by name', async () => {
    const refused: readonly (readonly [string, RegExp])[] = [
      ["ws.connect('nowhere', () => 1);", /not a WebSocket address: nowhere/],
      ["ws.connect(base + '/echo');", /needs a function that takes the socket/],
      ["ws.connect(base + '/echo', (s) => s.on('opened', () => 1));", /has the events open, message/],
      ["ws.connect(base + '/echo', (s) => s.on('open', 1));", /needs a function/],
      ["ws.connect(base + '/echo', (s) => s.setTimeout(() => 1, 0));", /needs a delay above 0 ms/],
      ["ws.connect(base + '/echo', (s) => s.setInterval('x', 1));", /needs a function/],
      ["ws.connect(base + '/echo', (s) => s.sendBinary('x'));", /needs an ArrayBuffer/],
    ];
    for (const [body, message] of refused) assert.match((await logsOf(body)).join(), message, body);
    await assert.rejects(openFixture(`${imports} ws.connect('ws://x', () => 1);`), /ws\.connect\(\) can't be used in the init stage/);
    await when(() => server.open === 0);
  });
});
