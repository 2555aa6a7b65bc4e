import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { type FixtureWishes, iterationContext, openFixture, type ScriptFixture } from '../script/script-fixture.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const json = (response: ServerResponse, value: unknown): void => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
};

const answers: Readonly<Record<string, Answer>> = {
  '/echo': (request, response, body) =>
    json(response, { method: request.method, url: request.url, headers: request.headers, body: body.toString() }),
  '/bytes': (_request, response) => response.end(Buffer.from([0, 1, 0xff, 65])),
  '/nul': (_request, response) => response.end('a\0b'),
  '/status': (request, response) => {
    response.statusCode = Number(new URL(request.url ?? '', 'http://x').searchParams.get('code'));
    response.end();
  },
  '/gzip': (_request, response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end(gzipSync('{"zipped":true}'));
  },
  '/br': (_request, response) => {
    response.setHeader('content-encoding', 'br');
    response.end(brotliCompressSync('brotli'));
  },
  '/not-gzip': (_request, response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end('plain');
  },
  '/json': (_request, response) => json(response, { a: { b: [{ id: 1 }, { id: 2 }] }, 'x.y': 3, 'long key': 'v' }),
  '/redirect': (request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    response.statusCode = Number(query.get('code') ?? 302);
    response.setHeader('location', query.get('to') ?? '/echo');
    response.end('moved');
  },
  '/loop': (_request, response) => {
    response.statusCode = 302;
    response.setHeader('location', '/loop');
    response.end();
  },
  '/login': (_request, response) => {
    response.setHeader('set-cookie', ['session=abc; Path=/; HttpOnly', 'old=1; Max-Age=0', 'deep=2; Path=/deep', 'theme=dark; Max-Age=60']);
    response.end('in');
  },
  '/hang': () => undefined,
  '/slow-body': (_request, response) => {
    response.write('first');
    setTimeout(() => response.end('last'), 30);
  },
  '/half': (_request, response) => {
    response.setHeader('content-length', '100');
    response.write('half', () => response.destroy());
  },
};

describe('k6/http', () => {
  let server: Server;
  let base: string;
  const seen: IncomingMessage[] = [];
  const sockets = new Set<Socket>();

  before(async () => {
    server = createServer((request, response) => {
      seen.push(request);
      void bodyOf(request).then((body) => {
        const answer = answers[(request.url ?? '').split('?', 1)[0] ?? ''];
        if (answer === undefined) response.writeHead(404).end('not found');
        else answer(request, response, body);
      });
    });
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    seen.length = 0;
    sockets.clear();
  });

  /** Runs the body of a default function; what it logs is what the test looks at. */
  async function run(body: string, wishes: FixtureWishes & { readonly top?: string } = {}): Promise<ScriptFixture> {
    const fixture = await openFixture(
      `import http from 'k6/http'; import { check, group, sleep } from 'k6'; import exec from 'k6/execution';
       const BASE = __ENV.BASE; const show = (...values) => console.log(...values.map((value) => JSON.stringify(value)));
       ${wishes.top ?? ''}
       export default function () { ${body} }`,
      { entry: 'script.js', ...wishes, env: { BASE: base, ...wishes.env } },
    );
    const outcome = await fixture.iterate();
    if (outcome.kind !== 'completed') fixture.logs.push(JSON.stringify(outcome));
    return fixture;
  }

  async function logsOf(body: string, wishes: FixtureWishes & { readonly top?: string } = {}): Promise<readonly string[]> {
    await using fixture = await run(body, wishes);
    return fixture.logs.map((line) => line.replace(/^info: /, ''));
  }

  it('sends every method with its body', async () => {
    const logs = await logsOf(`
      for (const r of [http.get(BASE + '/echo'), http.post(BASE + '/echo', 'p'), http.put(BASE + '/echo', 'u'), http.patch(BASE + '/echo', 'a'), http.del(BASE + '/echo'),
        http.options(BASE + '/echo'), http.request('post', BASE + '/echo', 'r')]) { const e = r.json(); show(e.method, e.body); }
      show(http.head(BASE + '/echo').body, http.head(BASE + '/echo').status);`);
    assert.deepEqual(logs, ['"GET" ""', '"POST" "p"', '"PUT" "u"', '"PATCH" "a"', '"DELETE" ""', '"OPTIONS" ""', '"POST" "r"', '"" 200']);
  });

  it('sends headers, and its own agent unless the script or the test names one', async () => {
    const logs = await logsOf(
      `const h = (p) => http.get(BASE + '/echo', p).json().headers;
       show(h()['user-agent']); show(h({ headers: { 'User-Agent': 'mine', 'X-Number': 5, 'Content-Length': '99', Host: 'shop.example' } })); `,
      { options: { userAgent: 'test/1' } },
    );
    assert.equal(logs[0], '"test/1"');
    const headers = JSON.parse(logs[1] ?? '') as Record<string, string>;
    assert.deepEqual(
      [headers['user-agent'], headers['x-number'], headers['content-length'], headers['host']],
      ['mine', '5', undefined, 'shop.example'],
    );
  });

  it('sends an object as a form and bytes as they are', async () => {
    const logs = await logsOf(`
      const form = http.post(BASE + '/echo', { name: 'a b&c', list: ['1', '2'], n: 5 }).json();
      show(form.body, form.headers['content-type']);
      const typed = http.post(BASE + '/echo', { a: 1 }, { headers: { 'content-type': 'x/y' } }).json(); show(typed.body, typed.headers['content-type']);
      show(http.post(BASE + '/echo', new Uint8Array([104, 0, 105]).buffer).json().body);
      show(http.post(BASE + '/echo', 'h\\0i').json().body, http.post(BASE + '/echo', 'grüße 😀').json().body);`);
    assert.deepEqual(logs, [
      '"name=a+b%26c&list=1&list=2&n=5" "application/x-www-form-urlencoded"',
      '"a=1" "x/y"',
      '"h\\u0000i"',
      '"h\\u0000i" "grüße 😀"',
    ]);
  });

  it('sends files as multipart, byte for byte', async () => {
    const logs = await logsOf(`
      const r = http.post(BASE + '/echo', { field: 'text', file: http.file('content', 'a "b".txt', 'text/plain'), raw: http.file(new Uint8Array([1, 0, 2]).buffer, 'r.bin') }).json();
      const boundary = r.headers['content-type'].split('boundary=')[1];
      show(r.headers['content-type'].split(';')[0]); show(r.body.split(boundary).join('B'));`);
    assert.equal(logs[0], '"multipart/form-data"');
    assert.equal(
      JSON.parse(logs[1] ?? ''),
      '--B\r\nContent-Disposition: form-data; name="field"\r\n\r\ntext\r\n' +
        '--B\r\nContent-Disposition: form-data; name="file"; filename="a %22b%22.txt"\r\nContent-Type: text/plain\r\n\r\ncontent\r\n' +
        '--B\r\nContent-Disposition: form-data; name="raw"; filename="r.bin"\r\nContent-Type: application/octet-stream\r\n\r\n\x01\0\x02\r\n--B--\r\n',
    );
  });

  it('compresses the body as it is asked to', async () => {
    const received: Buffer[] = [];
    const collect = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        received.push(body);
        response.end(String(request.headers['content-encoding']));
      });
    });
    await new Promise<void>((resolve) => collect.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(collect.address() as AddressInfo).port}`;
    const logs = await logsOf(
      "show(http.post(__ENV.TO, 'abc', { compression: 'gzip' }).body); http.post(__ENV.TO, 'abc', { compression: 'lzma' });",
      { env: { TO: url } },
    );
    collect.close();
    assert.equal(logs[0], '"gzip"');
    assert.equal(gunzipSync(received[0] ?? Buffer.alloc(0)).toString(), 'abc');
    assert.match(logs[1] ?? '', /compression knows gzip, deflate, br and zstd, not .*lzma/);
  });

  it('gives the parts of a response', async () => {
    const logs = await logsOf(`
      const r = http.get(BASE + '/login?x=1'); 
      show(r.status, r.status_text, r.body, r.url.replace(BASE, ''), r.proto, r.remote_ip, r.error, r.error_code, r.tls_version);
      show(r.remote_port === Number(BASE.split(':')[2]), r.headers['Set-Cookie'].includes('session'), Object.keys(r.headers).includes('Content-Length'));
      show(r.cookies.session, r.request.method, r.request.url.replace(BASE, ''), r.request.headers['User-Agent'].length);
      show(Object.keys(r.timings).sort().join(), Object.values(r.timings).every((v) => v >= 0), r.timings.duration === r.timings.sending + r.timings.waiting + r.timings.receiving);
      show(JSON.parse(JSON.stringify(r)).status);`);
    assert.deepEqual(logs, [
      '200 "200 OK" "in" "/login?x=1" "HTTP/1.1" "127.0.0.1" "" 0 ""',
      'true true true',
      '[{"name":"session","value":"abc","domain":"","path":"/","httpOnly":true,"http_only":true,"secure":false,"maxAge":0,"max_age":0,"expires":0}] "GET" "/login?x=1" 1',
      '"blocked,connecting,duration,looking_up,receiving,sending,tls_handshaking,waiting" true true',
      '200',
    ]);
  });

  it('gives bodies as text, as bytes, or not at all', async () => {
    const logs = await logsOf(`
      show(http.get(BASE + '/nul').body, [...new Uint8Array(http.get(BASE + '/bytes', { responseType: 'binary' }).body)]);
      show(http.get(BASE + '/nul', { responseType: 'none' }).body, http.get(BASE + '/bytes').body.length);`);
    assert.deepEqual(logs, ['"a\\u0000b" [0,1,255,65]', 'null 4']);
  });

  it('discards bodies where the test says so, unless a request wants its own', async () => {
    const logs = await logsOf(
      "show(http.get(BASE + '/nul').body, http.get(BASE + '/nul', { responseType: 'text' }).body); http.get(BASE + '/json').json();",
      {
        options: { discardResponseBodies: true },
      },
    );
    assert.equal(logs[0], 'null "a\\u0000b"');
    assert.match(logs[1] ?? '', /the body was discarded: set responseType/);
  });

  it('decodes encoded bodies, and says when they are not what they claim', async () => {
    const logs = await logsOf(
      "show(http.get(BASE + '/gzip').json('zipped'), http.get(BASE + '/br').body); const r = http.get(BASE + '/not-gzip'); show(r.status, r.error_code, r.body); http.get(BASE + '/not-gzip', { responseType: 'none' });",
    );
    assert.equal(logs[0], 'true "brotli"');
    assert.match(logs[1] ?? '', /can't be decoded as gzip/);
    assert.equal(logs[2], '0 1701 null');
    assert.equal(logs.length, 3);
  });

  it('selects parts of JSON, and refuses what is no JSON', async () => {
    const logs = await logsOf(`
      const r = http.get(BASE + '/json');
      show(r.json('a.b.0.id'), r.json('a.b.#'), r.json('a.b.#.id'), r.json('x\\\\.y'), r.json('a.*.1.id'), r.json('long key'), r.json('nope') === undefined, r.json('a.b'), r.json().a.b.length);
      http.get(BASE + '/nul').json();`);
    assert.equal(logs[0], '1 2 [1,2] 3 2 "v" true [{"id":1},{"id":2}] 2');
    assert.match(logs[1] ?? '', /"threw".*SyntaxError/);
  });

  it('emits the samples of a request with its tags', async () => {
    await using fixture = await run("http.get(BASE + '/echo', { tags: { kind: 'read', n: 5 } }); http.get(BASE + '/nowhere');", {
      facts: { globalTags: { run: '7' } },
    });
    const url = `${base}/echo`;
    const expected = {
      run: '7',
      scenario: 'default',
      kind: 'read',
      n: '5',
      method: 'GET',
      url,
      name: url,
      status: '200',
      proto: 'HTTP/1.1',
      expected_response: 'true',
    };
    const trends = ['duration', 'blocked', 'connecting', 'tls_handshaking', 'sending', 'waiting', 'receiving'].map(
      (part) => `http_req_${part}`,
    );
    for (const metric of ['http_reqs', 'http_req_failed', ...trends]) {
      assert.deepEqual(fixture.sink.of(metric)[0]?.tags, expected, metric);
      assert.equal(fixture.sink.of(metric).length, 2);
    }
    assert.deepEqual(fixture.sink.values('http_reqs'), [1, 1]);
    assert.deepEqual(fixture.sink.values('http_req_failed'), [0, 1]);
    const { error_code, expected_response, status } = fixture.sink.of('http_reqs')[1]?.tags ?? {};
    assert.deepEqual({ error_code, expected_response, status }, { error_code: '1404', expected_response: 'false', status: '404' });
  });

  it('uses the same tags object for the same kind of sample', async () => {
    await using fixture = await run(
      "for (let i = 0; i < 3; i += 1) { http.get(BASE + '/echo', { tags: { a: 'b' } }); check(1, { ok: true }); }",
    );
    const [first, second, third] = fixture.sink.of('http_reqs');
    assert.ok(first?.tags === second?.tags && second?.tags === third?.tags);
    assert.equal(fixture.sink.of('checks')[0]?.tags, fixture.sink.of('checks')[2]?.tags);
  });

  it('names requests, so that ids make no series of their own', async () => {
    await using fixture = await run(
      "http.get(http.url`${BASE}/status?code=${200}`); http.get(BASE + '/status?code=201', { tags: { name: 'status' } });",
    );
    assert.deepEqual(
      fixture.sink.of('http_reqs').map(({ tags }) => [tags['name'], tags['url'], tags['status']]),
      [
        ['${}/status?code=${}', '${}/status?code=${}', '200'],
        ['status', 'status', '201'],
      ],
    );
  });

  it('leaves out the system tags that the test switched off', async () => {
    await using fixture = await run("http.get(BASE + '/echo');", { options: { systemTags: ['status', 'method'] } });
    assert.deepEqual(fixture.sink.of('http_reqs')[0]?.tags, { method: 'GET', status: '200' });
  });

  it('counts bytes once an iteration', async () => {
    await using fixture = await run("group('g', () => http.get(BASE + '/echo')); http.post(BASE + '/echo', 'x'.repeat(1000));");
    const [sent] = fixture.sink.of('data_sent');
    const [received] = fixture.sink.of('data_received');
    assert.ok(sent !== undefined && sent.value > 1_100 && sent.value < 2_000, String(sent?.value));
    assert.ok(received !== undefined && received.value > 1_300, String(received?.value));
    assert.deepEqual(sent.tags, { scenario: 'default' });
    assert.equal(fixture.sink.of('data_sent').length, 1);
  });

  it('lets the script say what is expected', async () => {
    await using fixture = await run(
      `http.setResponseCallback(http.expectedStatuses(404, { min: 500, max: 503 }));
       for (const code of [200, 404, 501, 504]) http.get(BASE + '/status?code=' + code);
       http.get(BASE + '/status?code=418', { responseCallback: http.expectedStatuses(418) });
       http.get(BASE + '/status?code=500', { responseCallback: null });`,
    );
    assert.deepEqual(fixture.sink.values('http_req_failed'), [1, 0, 0, 1, 0]);
    assert.equal(fixture.sink.of('http_reqs').at(-1)?.tags['expected_response'], undefined);
  });

  it('refuses callbacks that are not made by expectedStatuses', async () => {
    assert.match(
      (await logsOf("http.get(BASE + '/echo', { responseCallback: () => true });")).join(),
      /must be made by http\.expectedStatuses/,
    );
    assert.match((await logsOf("http.expectedStatuses('200');")).join(), /takes integers and \{ min, max \}/);
  });

  it('follows redirects, each hop with its own samples', async () => {
    await using fixture = await run(`
      const r = http.post(BASE + '/redirect?code=303&to=/echo', 'body', { headers: { 'content-type': 'a/b' } }); show(r.json().method, r.json().body, r.url.replace(BASE, ''), r.json().headers['content-type'] ?? null);
      show(http.post(BASE + '/redirect?code=307&to=/echo', 'body').json().body);`);
    assert.deepEqual(fixture.logs, ['info: "GET" "" "/echo" null', 'info: "body"']);
    assert.deepEqual(
      fixture.sink.of('http_reqs').map(({ tags }) => `${tags['method']} ${tags['status']}`),
      ['POST 303', 'GET 200', 'POST 307', 'POST 200'],
    );
  });

  it('stops following where it is told to', async () => {
    const logs = await logsOf(
      "show(http.get(BASE + '/redirect', { redirects: 0 }).status); show(http.get(BASE + '/loop', { redirects: 2 }).status); show(http.get(BASE + '/loop').status);",
    );
    assert.deepEqual(logs.slice(0, 2), ['302', '302']);
    assert.match(logs[2] ?? '', /^warn: stopped after 10 redirects/);
    assert.equal(seen.length, 1 + 3 + 11);
    assert.deepEqual(await logsOf("show(http.get(BASE + '/loop').status);", { options: { maxRedirects: 1 } }), ['302']);
  });

  it('does not take credentials to another host', async () => {
    const to = base.replace('127.0.0.1', 'localhost');
    const logs = await logsOf(
      "show(http.get(`${BASE}/redirect?to=${__ENV.TO}/echo`, { headers: { Authorization: 'Bearer secret', 'X-Kept': '1' } }).json().headers);",
      { env: { TO: to } },
    );
    const headers = JSON.parse(logs[0] ?? '{}') as Record<string, string>;
    assert.deepEqual([headers['authorization'], headers['x-kept']], [undefined, '1']);
  });

  it('sends the credentials of an address, and shows them nowhere', async () => {
    await using fixture = await run(
      "const r = http.get(BASE.replace('//', '//user:p%40ss@') + '/echo', { auth: 'basic' }); show(r.json().headers.authorization, r.url === BASE + '/echo');",
    );
    assert.deepEqual(fixture.logs, [`info: "Basic ${Buffer.from('user:p@ss').toString('base64')}" true`]);
    assert.equal(fixture.sink.of('http_reqs')[0]?.tags['url'], `${base}/echo`);
    assert.match(
      (await logsOf("http.get(BASE, { auth: 'ntlm' });")).join(),
      /auth: 'ntlm' .* this engine does not speak it: use 'basic' or 'digest'/,
    );
  });

  it('keeps cookies during an iteration, by path and age, and begins the next without', async () => {
    await using fixture = await openFixture(
      `import http from 'k6/http';
       export default function () {
         const sent = () => http.get(__ENV.BASE + '/echo').json().headers.cookie ?? '';
         const before = sent(); http.get(__ENV.BASE + '/login'); console.log(before, '|', sent());
       }`,
      { env: { BASE: base } },
    );
    const user = await fixture.user();
    for (let round = 0; round < 2; round += 1) await user.iterate(iterationContext(), undefined, new AbortController().signal);
    assert.deepEqual(fixture.logs, ['info:  | session=abc; theme=dark', 'info:  | session=abc; theme=dark']);
  });

  it('keeps cookies over iterations where the test says so', async () => {
    await using fixture = await openFixture(
      "import http from 'k6/http'; export const options = { noCookiesReset: true }; export default function () { console.log(http.get(__ENV.BASE + '/echo').json().headers.cookie ?? ''); http.get(__ENV.BASE + '/login'); }",
      { env: { BASE: base } },
    );
    const user = await fixture.user();
    for (let round = 0; round < 2; round += 1) await user.iterate(iterationContext(), undefined, new AbortController().signal);
    assert.deepEqual(fixture.logs, ['info: ', 'info: session=abc; theme=dark']);
  });

  it('lets the script handle jars and cookies', async () => {
    const logs = await logsOf(`
      const sent = (p) => http.get(BASE + '/echo', p).json().headers.cookie ?? '';
      const jar = http.cookieJar(); jar.set(BASE, 'a', '1'); jar.set(BASE, 'b', '2', { path: '/other' }); show(sent(), jar.cookiesForURL(BASE + '/echo'), jar.cookiesForURL(BASE + '/other/x'));
      show(sent({ cookies: { c: '3', a: { value: '9', replace: true } } }));
      const own = new http.CookieJar(); own.set(BASE, 'own', 'x'); show(sent({ jar: own }), sent());
      jar.delete(BASE, 'a'); show(sent()); jar.set(BASE, 'z', '1'); jar.clear(BASE); show(sent());`);
    assert.deepEqual(logs, ['"a=1" {"a":["1"]} {"b":["2"],"a":["1"]}', '"c=3; a=9"', '"own=x" "a=1"', '""', '""']);
  });

  it('keeps its connection, unless the test says otherwise', async () => {
    const twice = "http.get(BASE + '/echo'); const r = http.get(BASE + '/echo'); show(r.timings.connecting > 0);";
    assert.deepEqual(await logsOf(twice), ['false']);
    assert.equal(sockets.size, 1);
    assert.deepEqual(await logsOf(twice, { options: { noConnectionReuse: true } }), ['true']);
    assert.equal(sockets.size, 3);
  });

  it('opens new connections for each iteration where the test says so', async () => {
    await using fixture = await openFixture(
      "import http from 'k6/http'; export default function () { http.get(__ENV.BASE + '/echo'); http.get(__ENV.BASE + '/echo'); }",
      {
        env: { BASE: base },
        options: { noVUConnectionReuse: true },
      },
    );
    const user = await fixture.user();
    for (let round = 0; round < 2; round += 1) await user.iterate(iterationContext(), undefined, new AbortController().signal);
    assert.deepEqual(
      fixture.sink.values('http_req_connecting').map((ms) => ms > 0),
      [true, false, true, false],
    );
  });

  it('spaces requests as rps wants', async () => {
    await using fixture = await run("for (let i = 0; i < 4; i += 1) http.get(BASE + '/echo');", { options: { rps: 50 } });
    assert.equal(fixture.sink.values('http_reqs').length, 4);
  });

  it('sends a batch side by side, and answers in its order and shape', async () => {
    await using fixture = await run(`
      const [a, b, c] = http.batch([BASE + '/echo?1', ['POST', BASE + '/echo?2', 'x'], { method: 'PUT', url: BASE + '/echo?3', body: 'y', params: { tags: { t: 'u' } } }]);
      show(a.json().url, b.json().body, c.json().method);
      show(http.batch({ one: BASE + '/echo?4', two: http.url\`\${BASE}/status?code=404\` }).two.status);`);
    assert.deepEqual(fixture.logs, ['info: "/echo?1" "x" "PUT"', 'info: 404']);
    assert.equal(fixture.sink.of('http_reqs').filter(({ tags }) => tags['t'] === 'u').length, 1);
  });

  it('has at most batchPerHost requests of a batch under way to one host', async () => {
    let [open, most] = [0, 0];
    const counting = createServer((_request, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end();
      }, 5);
    });
    await new Promise<void>((resolve) => counting.listen(0, '127.0.0.1', resolve));
    const to = `http://127.0.0.1:${(counting.address() as AddressInfo).port}`;
    await using fixture = await run('show(http.batch(Array.from({ length: 12 }, () => __ENV.TO)).length);', {
      env: { TO: to },
      options: { batchPerHost: 3 },
    });
    counting.close();
    assert.deepEqual([fixture.logs, most], [['info: 12'], 3]);
  });

  it('runs async requests side by side', async () => {
    const logs = await logsOf(`
      return Promise.all(['/echo?1', '/echo?2'].map((path) => http.asyncRequest('GET', BASE + path))).then((all) => show(...all.map((r) => r.json().url)));`);
    assert.deepEqual(logs, ['"/echo?1" "/echo?2"']);
  });

  const failures: readonly (readonly [what: string, url: string, code: number, error: RegExp])[] = [
    ['a refused connection', 'http://127.0.0.1:1/', 1212, /connection refused/],
    ['an unknown host', 'http://nothing.invalid/', 1101, /no such host/],
    ['no address', 'htp:/x', 1020, /invalid URL/],
    ['half an answer', '/half', 1000, /EOF/],
  ];
  for (const [what, url, code, error] of failures) {
    it(`answers ${what} with status 0 and k6's error code`, async () => {
      await using fixture = await run('const r = http.get(__ENV.TO); show(r.status, r.error_code, r.body); console.log(r.error);', {
        env: { TO: url.startsWith('/') ? base + url : url },
      });
      const lines = fixture.logs.filter((line) => line.startsWith('info'));
      assert.equal(lines[0], `info: 0 ${code} null`);
      assert.match(lines[1] ?? '', error);
      assert.match(fixture.logs[0] ?? '', /^warn: GET .* failed: /);
      const tags = fixture.sink.of('http_reqs')[0]?.tags ?? {};
      assert.deepEqual([tags['status'], tags['error_code'], tags['expected_response']], ['0', String(code), 'false']);
      assert.match(tags['error'] ?? '', error);
      assert.deepEqual(fixture.sink.values('http_req_failed'), [1]);
    });
  }

  it('does not take a timeout that is longer than any timer for none', async () => {
    assert.deepEqual(await logsOf("const r = http.get(BASE + '/slow-body', { timeout: '30d' }); show(r.error_code, r.body);"), [
      '0 "firstlast"',
    ]);
  });

  it('gives up after the timeout of a request, also in the middle of a body', async () => {
    const logs = await logsOf(
      "const r = http.get(BASE + '/hang', { timeout: 20 }); show(r.status, r.error_code, r.error); show(http.get(BASE + '/slow-body', { timeout: '5ms' }).error_code, http.get(BASE + '/slow-body').body);",
    );
    assert.deepEqual(
      logs.filter((line) => !line.startsWith('warn')),
      ['0 1050 "request timeout"', '1050 "firstlast"'],
    );
  });

  it('tells a reset connection', async () => {
    const resetting = createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await new Promise<void>((resolve) => resetting.listen(0, '127.0.0.1', resolve));
    const logs = await logsOf('show(http.get(__ENV.TO).error_code);', {
      env: { TO: `http://127.0.0.1:${(resetting.address() as AddressInfo).port}/` },
    });
    resetting.close();
    assert.equal(logs.at(-1), '1220');
  });

  it('tells an answer that is no HTTP', async () => {
    const odd = createTcpServer((socket) => socket.end('HELLO\r\n\r\n'));
    await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
    const logs = await logsOf('show(http.get(__ENV.TO).error);', {
      env: { TO: `http://127.0.0.1:${(odd.address() as AddressInfo).port}/` },
    });
    odd.close();
    assert.match(logs.at(-1) ?? '', /malformed HTTP response/);
  });

  it('sends again what a kept connection, closed meanwhile, did not take', async () => {
    const raw = createTcpServer((socket) => {
      let requests = 0;
      socket.on('error', () => undefined);
      socket.on('data', () => {
        requests += 1;
        if (requests === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        else socket.destroy();
      });
    });
    await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
    await using fixture = await run('http.get(__ENV.TO); show(http.get(__ENV.TO).status); show(http.post(__ENV.TO, "x").status);', {
      env: { TO: `http://127.0.0.1:${(raw.address() as AddressInfo).port}/` },
    });
    raw.close();
    assert.deepEqual(
      fixture.logs.filter((line) => line.startsWith('info')),
      ['info: 200', 'info: 0'],
    );
    assert.equal(fixture.sink.values('http_reqs').length, 3);
  });

  it('throws for a failed request only where the test says so', async () => {
    const logs = await logsOf("try { http.get('http://127.0.0.1:1/'); } catch (error) { console.log('caught', error.message); }", {
      options: { throw: true },
    });
    assert.match(logs.join(), /caught dial: connection refused/);
  });

  it('obeys hosts, blockHostnames and blacklistIPs', async () => {
    const port = base.split(':')[2];
    const options = {
      hosts: { 'shop.example': `127.0.0.1:${port}`, '*.shop.example': '127.0.0.1' },
      blockHostnames: ['*.blocked.example'],
      blacklistIPs: ['10.0.0.0/8'],
    };
    const logs = await logsOf(
      `const r = http.get('http://shop.example/echo'); show(r.status, r.json().headers.host, r.remote_ip);
       show(http.get('http://a.shop.example:' + BASE.split(':')[2] + '/echo').status, http.get('http://x.blocked.example/').error_code, http.get('http://10.1.2.3/').error_code);`,
      { options },
    );
    assert.deepEqual(
      logs.filter((line) => !line.startsWith('warn')),
      ['200 "shop.example" "127.0.0.1"', '200 1111 1110'],
    );
  });

  it('does not hold more of a body than a virtual user may', async () => {
    const large = createServer((_request, response) => response.end(Buffer.alloc(3_000_000)));
    await new Promise<void>((resolve) => large.listen(0, '127.0.0.1', resolve));
    const logs = await logsOf("show(http.get(__ENV.TO).error_code, http.get(__ENV.TO, { responseType: 'none' }).status);", {
      env: { TO: `http://127.0.0.1:${(large.address() as AddressInfo).port}/` },
      limits: { memoryBytes: 2_000_000 },
    });
    large.closeAllConnections();
    large.close();
    assert.equal(logs.at(-1), '1000 200');
  });

  const refusals: readonly (readonly [body: string, message: RegExp])[] = [
    ["http.get(BASE, { timeout: 'soon' })", /timeout must be milliseconds or a duration/],
    ['http.get(BASE, { redirects: -1 })', /redirects must be a whole number/],
    ["http.get(BASE, { responseType: 'json' })", /responseType must be 'text', 'binary' or 'none'/],
    ['http.get(BASE, { tags: { a: {} } })', /the tag a must be a string, number or boolean/],
    ['http.get(BASE, { jar: {} })', /jar must be made by/],
    ["http.post(BASE, http.file('x'))", /belongs into an object body/],
    ["http.get(BASE + '/json').json('a.#(id==1)')", /uses a query, modifier or pipe/],
    ['http.batch(5)', /needs an array or an object/],
    ['http.batch([{}])', /has no URL/],
  ];
  for (const [body, message] of refusals) {
    it(`refuses ${body}`, async () => {
      assert.match((await logsOf(body)).at(-1) ?? '', message);
    });
  }
});
