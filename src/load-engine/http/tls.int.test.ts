import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { openFixture } from '../script/script-fixture.ts';
import { selfSigned } from './certificate-fixture.ts';
import { der, ocspResponse } from './ocsp-fixture.ts';

describe('k6/http over TLS', () => {
  const { cert, key } = selfSigned('localhost');
  let server: Server;
  let port: number;

  before(async () => {
    server = createServer({ cert, key, requestCert: true, rejectUnauthorized: false }, (request, response) => {
      response.end(JSON.stringify((request.socket as TLSSocket).getPeerCertificate().subject ?? null));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  async function get(options: Readonly<Record<string, unknown>>, host = 'localhost') {
    await using fixture = await openFixture(
      `import http from 'k6/http';
       export default function () {
         const r = http.get(__ENV.URL); const again = http.get(__ENV.URL);
         console.log(JSON.stringify({ status: r.status, code: r.error_code, body: r.body, version: r.tls_version, cipher: r.tls_cipher_suite, tls: r.timings.tls_handshaking > 0, again: again.timings.tls_handshaking }));
       }`,
      { env: { URL: `https://${host}:${port}/` }, options },
    );
    await fixture.iterate();
    const line = fixture.logs.find((text) => text.startsWith('info')) ?? '';
    return { answer: JSON.parse(line.slice(6)) as Record<string, unknown>, sink: fixture.sink, logs: fixture.logs };
  }

  it('times the handshake apart, once a connection, and tags the version', async () => {
    const { answer, sink } = await get({ insecureSkipTLSVerify: true });
    assert.deepEqual(answer, { status: 200, code: 0, body: 'null', version: 'tls1.3', cipher: answer['cipher'], tls: true, again: 0 });
    assert.match(String(answer['cipher']), /^TLS_/);
    assert.equal(sink.of('http_reqs')[0]?.tags['tls_version'], 'tls1.3');
    assert.ok((sink.values('http_req_tls_handshaking')[0] ?? 0) > 0);
  });

  it('refuses a certificate of nobody, once in words', async () => {
    const { answer, logs } = await get({});
    assert.deepEqual([answer['status'], answer['code']], [0, 1310]);
    assert.equal(logs.filter((text) => text.startsWith('warn')).length, 1);
  });

  it('speaks the version that the test wants', async () => {
    const { answer } = await get({ insecureSkipTLSVerify: true, tlsVersion: { min: 'tls1.2', max: 'tls1.2' } });
    assert.equal(answer['version'], 'tls1.2');
  });

  it('shows its certificate to the hosts that it is for', async () => {
    const own = selfSigned('client.example');
    const { answer } = await get({ insecureSkipTLSVerify: true, tlsAuth: [{ domains: ['localhost'], ...own }] });
    assert.deepEqual(JSON.parse(String(answer['body'])), { CN: 'client.example' });
    const other = await get({ insecureSkipTLSVerify: true, tlsAuth: [{ domains: ['elsewhere'], ...own }] });
    assert.equal(other.answer['body'], 'null');
  });

  it('tells what the server stapled about its certificate, as a tag too where the test wants that', async () => {
    const stapling = createServer({ cert, key }, (_request, response) => response.end());
    stapling.on('OCSPRequest', (_certificate: Buffer, _issuer: Buffer, staple: (error: null, response: Buffer) => void) =>
      staple(null, ocspResponse(der(0x80))),
    );
    await new Promise<void>((resolve) => stapling.listen(0, '127.0.0.1', resolve));
    await using fixture = await openFixture(
      "import http from 'k6/http'; export default function () { const { ocsp } = http.get(__ENV.URL); console.log(ocsp.status === http.OCSP_STATUS_GOOD, ocsp.produced_at); }",
      {
        env: { URL: `https://localhost:${(stapling.address() as AddressInfo).port}/` },
        options: { insecureSkipTLSVerify: true, systemTags: ['ocsp_status'] },
      },
    );
    await fixture.iterate();
    assert.deepEqual(fixture.logs, [`info: true ${Date.UTC(2026, 0, 1)}`]);
    assert.deepEqual(fixture.sink.of('http_reqs')[0]?.tags, { ocsp_status: 'good' });
    stapling.closeAllConnections();
    stapling.close();
  });

  it('speaks TLS to an address without a name', async () => {
    assert.equal((await get({ insecureSkipTLSVerify: true }, '127.0.0.1')).answer['status'], 200);
  });
});
