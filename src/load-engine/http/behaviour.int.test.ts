import assert from 'node:assert/strict';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { type FixtureWishes, openFixture, type ScriptFixture } from '../script/script-fixture.ts';
import { type ScriptableTarget, startScriptableTarget } from '../testing/scriptable-target.ts';

describe('k6/http against a target that counts', () => {
  let target: ScriptableTarget;
  before(async () => {
    target = await startScriptableTarget();
  });
  after(() => target.close());
  beforeEach(() => target.reset());

  /** Runs the body of a default function once, with `BASE`, `TLS` and `show` at hand. */
  async function run(body: string, wishes: FixtureWishes = {}): Promise<ScriptFixture> {
    const fixture = await openFixture(
      `import http from 'k6/http';
       const BASE = __ENV.BASE; const TLS = __ENV.TLS; const show = (...values) => console.log(values.map((value) => JSON.stringify(value)).join(' '));
       export default async function () { ${body} }`,
      {
        entry: 'script.js',
        ...wishes,
        env: { BASE: target.origin, TLS: target.secureOrigin, ...wishes.env },
        options: { insecureSkipTLSVerify: true, ...wishes.options },
      },
    );
    const outcome = await fixture.iterate();
    if (outcome.kind !== 'completed') fixture.logs.push(JSON.stringify(outcome));
    return fixture;
  }

  async function shown(body: string, wishes: FixtureWishes = {}): Promise<readonly string[]> {
    await using fixture = await run(body, wishes);
    return fixture.logs.filter((line) => !line.startsWith('warn: ')).map((line) => line.replace(/^info: /, ''));
  }

  describe('over HTTP/2', () => {
    it('speaks it where the server does, and says so', async () => {
      await using fixture = await run(
        "const r = http.get(TLS + '/echo'); show(r.status, r.status_text, r.proto, r.tls_version, r.json().httpVersion, r.ocsp.status); show(http.post(TLS + '/echo', 'grüße').json().body);",
      );
      assert.deepEqual(fixture.logs, ['info: 200 "200 OK" "HTTP/2.0" "tls1.3" "2.0" "unknown"', 'info: "grüße"']);
      const { proto, tls_version } = fixture.sink.of('http_reqs')[0]?.tags ?? {};
      assert.deepEqual([proto, tls_version], ['HTTP/2.0', 'tls1.3']);
      assert.deepEqual([target.counts().connections, target.counts().byProtocol], [1, { '2.0': 2 }]);
    });

    it('sends a batch over one connection, the handshake counted once', async () => {
      await using fixture = await run(
        "const all = http.batch(Array.from({ length: 6 }, () => ['GET', TLS + '/delay/20'])); show(all.map((r) => r.status)); http.get(TLS + '/delay/0');",
      );
      assert.deepEqual(fixture.logs, ['info: [200,200,200,200,200,200]']);
      assert.deepEqual([target.counts().connections, target.counts().requests], [1, 7]);
      assert.equal(fixture.sink.values('http_req_tls_handshaking').filter((ms) => ms > 0).length, 1);
      assert.equal(fixture.sink.values('http_req_connecting').filter((ms) => ms > 0).length, 1);
    });

    it('opens a connection a request where connections are not to be kept', async () => {
      await using fixture = await run("http.batch([TLS + '/echo', TLS + '/echo']); http.get(TLS + '/echo');", {
        options: { noConnectionReuse: true },
      });
      assert.equal(fixture.sink.values('http_reqs').length, 3);
      assert.equal(target.counts().connections, 3);
    });

    it("gives k6's codes for streams and sessions that the server gives up", async () => {
      const logs = await shown(
        "for (const path of ['/http2/reset/8', '/http2/reset/2', '/http2/goaway/11']) { const r = http.get(TLS + path); show(r.status, r.error_code, r.error); } show(http.get(TLS + '/echo').status);",
      );
      assert.match(logs[0] ?? '', /^0 1630 "HTTP\/2: the server reset the stream before its answer was whole"/);
      assert.match(logs[1] ?? '', /^0 1633 "HTTP\/2: the server reset the stream, INTERNAL_ERROR \(2\)"/);
      assert.match(logs[2] ?? '', /^0 1622 "HTTP\/2: the server ended the connection \(GOAWAY\), ENHANCE_YOUR_CALM \(11\)"/);
      assert.equal(logs[3], '200');
    });

    it('gives up one request without touching the others', async () => {
      const logs = await shown(
        "http.get(TLS + '/echo'); const [slow, fast] = http.batch([['GET', TLS + '/hang', null, { timeout: 100 }], ['GET', TLS + '/delay/300']]); show(slow.error_code, fast.status);",
      );
      assert.deepEqual(logs, ['1050 200']);
      assert.equal(target.counts().connections, 1);
    });
  });

  describe('with digest', () => {
    const cases = [
      'auth/u/p?algorithm=MD5',
      'auth/u/p?algorithm=MD5-sess',
      'auth/u/p?algorithm=SHA-256',
      'auth/u/p?algorithm=SHA-256-sess',
      'auth/u/p?algorithm=SHA-512-256',
      'auth-int/u/p?algorithm=SHA-256',
      'none/u/p?algorithm=MD5',
    ];
    for (const path of cases) {
      it(`lets itself in by ${path}`, async () => {
        await using fixture = await run(
          `const r = http.post(BASE.replace('//', '//u:p@') + '/digest/${path}', 'body', { auth: 'digest' }); show(r.status, r.body, r.request.headers.Authorization.length);`,
        );
        assert.deepEqual(fixture.logs, ['info: 200 "welcome u" 1']);
        assert.deepEqual(target.counts().byStatus, { '401': 1, '200': 1 });
        assert.deepEqual(
          fixture.sink.of('http_reqs').map(({ tags }) => `${tags['status']} ${tags['expected_response']}`),
          ['401 true', '200 true'],
        );
        assert.deepEqual(fixture.sink.values('http_req_failed'), [0, 0]);
      });
    }

    it('is turned away once with the wrong password, and that counts as failed', async () => {
      await using fixture = await run("show(http.get(BASE.replace('//', '//u:wrong@') + '/digest/auth/u/p', { auth: 'digest' }).status);");
      assert.deepEqual(fixture.logs, ['info: 401']);
      assert.deepEqual(fixture.sink.values('http_req_failed'), [0, 1]);
      assert.equal(target.counts().requests, 2);
    });

    it('takes a new nonce where the old one was stale', async () => {
      await using fixture = await run(
        "show(http.get(BASE.replace('//', '//u:p@') + '/digest/auth/u/p?uses=0', { auth: 'digest' }).status);",
      );
      assert.deepEqual(fixture.logs, ['info: 401']);
      assert.equal(target.counts().requests, 3);
    });

    it('uses its nonce again for where the answer leads, counting, and takes a new one when that is stale', async () => {
      const ask =
        "const r = http.get(BASE.replace('//', '//u:p@') + '/digest/auth/u/p?then=' + encodeURIComponent(THEN), { auth: 'digest' }); show(r.status, r.body);";
      assert.deepEqual(await shown(ask.replace('THEN', "'/digest/auth/u/p'")), ['200 "welcome u"']);
      assert.deepEqual(target.counts().byStatus, { '401': 1, '302': 1, '200': 1 });
      assert.deepEqual(await shown(ask.replace('THEN', "'/digest/auth/u/p?uses=1'")), ['200 "welcome u"']);
      assert.deepEqual(target.counts().byStatus, { '401': 3, '302': 2, '200': 2 });
    });

    it('wants credentials, and sends none where nobody asks', async () => {
      assert.match((await shown("http.get(BASE + '/digest/auth/u/p', { auth: 'digest' });")).join(), /needs a user and a password/);
      await using fixture = await run(
        "show(http.get(BASE.replace('//', '//u:p@') + '/echo', { auth: 'digest' }).json().headers.authorization === undefined);",
      );
      assert.deepEqual(fixture.logs, ['info: true']);
    });

    it('lets itself in by basic too, also after a redirect to the same server', async () => {
      const logs = await shown(
        "const B = BASE.replace('//', '//u:p@'); show(http.get(B + '/basic/u/p').body, http.get(B + '/redirect-to?to=/basic/u/p').status, http.get(BASE + '/basic/u/p').status);",
      );
      assert.deepEqual(logs, ['"welcome u" 200 401']);
    });
  });

  it('decodes every encoding, also several one upon the other', async () => {
    for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip,br', 'zstd,deflate,gzip', 'identity']) {
      assert.deepEqual(await shown(`show(http.get(BASE + '/encoded/${encoding}').json('encoded'));`), ['true'], encoding);
    }
    assert.deepEqual(await shown("show(http.head(BASE + '/encoded/gzip').status);"), ['200']);
  });

  it('fails what is not encoded as it says, with the code for that', async () => {
    await using fixture = await run(
      "for (const path of ['broken/gzip', 'cut/gzip', 'broken/br', 'broken/zstd', 'broken/lzma', 'gzip,gzip,gzip,gzip']) show(http.get(BASE + '/encoded/' + path).error_code);",
    );
    assert.deepEqual(
      fixture.logs.filter((line) => line.startsWith('info')),
      Array.from({ length: 6 }, () => 'info: 1701'),
    );
    assert.deepEqual(fixture.sink.values('http_req_failed'), [1, 1, 1, 1, 1, 1]);
  });

  it('sends bodies in every encoding', async () => {
    const logs = await shown(
      "for (const compression of ['gzip', 'deflate', 'br', 'zstd', 'gzip, br']) show(http.post(BASE + '/echo', 'x'.repeat(100), { compression }).json().headers['content-encoding']);",
    );
    assert.deepEqual(logs, ['"gzip"', '"deflate"', '"br"', '"zstd"', '"gzip, br"']);
  });

  it('counts what the server counts, and adds up its timings', async () => {
    await using fixture = await run(
      "for (let i = 0; i < 5; i += 1) http.get(BASE + '/delay/5'); http.get(BASE + '/redirect/3'); http.post(BASE + '/upload', 'x'.repeat(5000)); http.get(BASE + '/status/500');",
    );
    const { requests, byStatus, byMethod, connections } = target.counts();
    assert.deepEqual(
      { requests, byStatus, byMethod, connections },
      { requests: 11, byStatus: { '200': 7, '302': 3, '500': 1 }, byMethod: { GET: 10, POST: 1 }, connections: 1 },
    );
    assert.equal(fixture.sink.values('http_reqs').length, requests);
    const part = (name: string): readonly number[] => fixture.sink.values(`http_req_${name}`);
    part('duration').forEach((ms, index) => {
      const sum = (part('sending')[index] ?? 0) + (part('waiting')[index] ?? 0) + (part('receiving')[index] ?? 0);
      assert.ok(Math.abs(ms - sum) < 1e-9);
    });
    assert.ok(
      part('waiting')
        .slice(0, 5)
        .every((ms) => ms >= 4),
    );
    assert.ok((fixture.sink.values('data_sent')[0] ?? 0) > 5000);
  });

  const failures: readonly (readonly [path: string, code: string, error: RegExp])[] = [
    ['/reset/before', '1220', /reset by peer/],
    ['/reset/body', '1220', /reset by peer/],
    ['/half/100/4', '1000', /EOF/],
    ['/close-early', '1000', /EOF/],
    ['/malformed/greeting', '1000', /malformed HTTP response/],
    ['/malformed/chunk', '1000', /malformed HTTP response/],
    ['/malformed/length', '1000', /malformed HTTP response/],
    ['/headers/100/1000', '1000', /headers are too large/],
    ['/hang', '1050', /request timeout/],
    ['/endless/5', '1050', /request timeout/],
    ['/slow/50/20/1', '1050', /request timeout/],
  ];
  for (const [path, code, error] of failures) {
    it(`fails ${path} with ${code}, and goes on`, async () => {
      const logs = await shown(
        `const r = http.get(BASE + '${path}', { timeout: ${code === '1050' ? 200 : 20_000} }); show(r.status, r.error_code, r.error); show(http.get(BASE + '/echo').status);`,
      );
      assert.match(logs[0] ?? '', new RegExp(`^0 ${code} `));
      assert.match(logs[0] ?? '', error);
      assert.equal(logs[1], '200');
    });
  }

  it('fails what can not be sent as it is written, and goes on', async () => {
    await using fixture = await run(
      `const tries = [{ headers: { 'X-Lines': 'a\\nb' } }, { headers: { 'bad name': 'x' } }, { headers: { Expect: '100-continue' } }, { headers: { 'Transfer-Encoding': 'chunked' } }, { headers: { Upgrade: 'h2c' } }];
       for (const params of tries) for (const at of [BASE, TLS]) { const r = http.post(at + '/echo', 'x', params); show(r.status, r.error_code); }
       show(http.request('BAD METHOD', BASE + '/echo').status, http.get(BASE + '/echo').status, http.get(TLS + '/echo').status);`,
    );
    const lines = fixture.logs.filter((line) => line.startsWith('info: '));
    assert.equal(lines.length, 11, fixture.logs.join('\n'));
    assert.match(lines.at(-1) ?? '', /^info: 0 200 200$/);
  });

  it('sends several files of one field, and fields beside them', async () => {
    const logs = await shown(
      `const parts = http.post(BASE + '/multipart', { note: 'hi', docs: [http.file('one', '1.txt', 'text/plain'), http.file(new Uint8Array([50]), '2.bin')] }).json('parts');
       show(parts.map((p) => [p.name, p.filename, p.type, p.text]));`,
    );
    assert.deepEqual(JSON.parse(logs[0] ?? ''), [
      ['note', null, null, 'hi'],
      ['docs', '1.txt', 'text/plain', 'one'],
      ['docs', '2.bin', 'application/octet-stream', '2'],
    ]);
  });

  it('names another host to the server where the script does, over HTTP/2 too', async () => {
    const logs = await shown(
      "const p = { headers: { Host: 'shop.example' } }; show(http.get(BASE + '/echo', p).json().headers.host); const r = http.get(TLS + '/echo', p); const h = r.json().headers; show(h[':authority'] ?? h.host, Object.keys(r.headers).filter((n) => n.startsWith(':')));",
    );
    assert.deepEqual(logs, ['"shop.example"', '"shop.example" []']);
  });

  it('gives up a request in the midst of a batch that waits for a connection which never comes', async () => {
    const silent = createTcpServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const logs = await shown(
      "const ask = ['GET', __ENV.SILENT, null, { timeout: 60 }]; show(http.batch([ask, ask, ask]).map((r) => r.error_code)); show(http.get(__ENV.SILENT, { timeout: 60 }).error_code);",
      { env: { SILENT: `https://127.0.0.1:${(silent.address() as AddressInfo).port}/` } },
    );
    assert.deepEqual(logs, ['[1050,1050,1050]', '1050']);
    silent.close();
  });

  it('takes answers that are odd but whole', async () => {
    const logs = await shown(
      "show(http.get(BASE + '/hints/3').status, http.get(BASE + '/no-body/204').status, http.get(BASE + '/no-body/304').status, http.get(BASE + '/close').status, http.get(BASE + '/close-after').status, http.get(BASE + '/slow/3/1/4').body);",
    );
    assert.deepEqual(logs, ['200 204 304 200 200 "xxxxxxxxxxxx"']);
  });

  it('sends from the addresses that the test names, by turns', async () => {
    const script = "import http from 'k6/http'; export default function () { console.log(http.get(__ENV.BASE + '/from').body); }";
    await using fixture = await openFixture(script, { env: { BASE: target.origin }, options: { localIPs: '127.0.0.7' } });
    await fixture.iterate();
    assert.deepEqual(fixture.logs, ['info: 127.0.0.7']);
    await using nowhere = await run("const r = http.get(BASE + '/echo'); show(r.error_code);", { options: { localIPs: '203.0.113.77' } });
    assert.equal(nowhere.logs.at(-1), 'info: 1210');
  });

  it('speaks the cipher suite that the test wants', async () => {
    const logs = await shown("show(http.get(TLS + '/echo').tls_cipher_suite);", {
      options: { tlsVersion: { max: 'tls1.2' }, tlsCipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'] },
    });
    assert.deepEqual(logs, ['"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"']);
  });

  it('logs requests and answers where the test wants it, without credentials', async () => {
    const logs = await shown("http.post(BASE.replace('//', '//u:p@') + '/cookies/set?session=abc', 'sent text');", {
      options: { httpDebug: 'full' },
    });
    const text = logs.join('\n');
    assert.match(text, /^Request:\nPOST \/cookies\/set\?session=abc HTTP\/1\.1\nHost: 127\.0\.0\.1:\d+\nUser-Agent: /);
    assert.match(text, /Authorization: \*\*\*\n\nsent text\n\nResponse:\nHTTP\/1\.1 200 OK\n/);
    assert.match(text, /Set-Cookie: \*\*\*\n/);
    assert.ok(!text.includes('dTpw'));
    const headers = (
      await shown("http.post(BASE + '/echo', 'sent text'); http.get('http://127.0.0.1:1/');", { options: { httpDebug: 'headers' } })
    ).join('\n');
    assert.ok(!headers.includes('sent text'));
    assert.match(headers, /No response: dial: connection refused/);
  });

  describe('when traced', () => {
    it('gives each hop a trace, and its samples the id of it', async () => {
      await using fixture = await run(
        "http.get(BASE + '/redirect/1'); http.get(BASE + '/echo', { headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } });",
        {
          facts: { traced: true },
        },
      );
      const ids = fixture.sink.of('http_req_duration').map(({ metadata }) => metadata?.['trace_id']);
      const sent = target.counts().traceparents;
      assert.deepEqual(
        ids,
        sent.map((header) => header.split('-')[1]),
      );
      assert.equal(new Set(ids).size, 3);
      assert.equal(ids[2], '0af7651916cd43dd8448eb211c80319c');
      assert.ok(sent.every((header) => /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/.test(header)));
    });

    it('sends no header and no metadata otherwise', async () => {
      await using fixture = await run("http.get(BASE + '/echo');");
      assert.deepEqual(target.counts().traceparents, []);
      assert.equal(fixture.sink.of('http_reqs')[0]?.metadata, undefined);
    });
  });

  it('gives the user and the iteration as metadata, and the address as a tag, where the test wants them', async () => {
    await using fixture = await run("http.get(BASE + '/echo');", { options: { systemTags: ['vu', 'iter', 'ip', 'status'] } });
    const [sample] = fixture.sink.of('http_reqs');
    assert.deepEqual(
      [sample?.tags, sample?.metadata],
      [
        { status: '200', ip: '127.0.0.1' },
        { vu: '1', iter: '0' },
      ],
    );
  });
});
