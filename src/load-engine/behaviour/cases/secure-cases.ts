import { selfSigned } from '../../http/certificate-fixture.ts';
import type { BehaviourCase } from '../behaviour-case.ts';

const client = selfSigned('client.test');

const trusting = (
  name: string,
  body: string,
  expected: BehaviourCase['expected'],
  options: Readonly<Record<string, unknown>> = {},
): BehaviourCase => ({
  name,
  script: `export default function () { ${body} }`,
  options: { iterations: 1, insecureSkipTLSVerify: true, ...options },
  expected,
});

/** Over TLS, by HTTP/2 where both sides can. */
export const secureCases: readonly BehaviourCase[] = [
  trusting(
    'speaks HTTP/2 where the server does',
    `check(http.get(secure + '/echo'), { http2: (r) => r.status === 200 && r.proto === 'HTTP/2.0' });`,
    { counts: { checks: 1, 'http_reqs{proto:HTTP/2.0}': 1 }, seen: { byProtocol: { '2.0': 1 } } },
  ),
  trusting(
    'sends many requests over one HTTP/2 connection',
    `http.batch([1, 2, 3, 4, 5].map((n) => secure + '/text/' + n)); check(http.get(secure + '/text/last'), { 'has the text': (r) => r.body === 'last' });`,
    { counts: { checks: 1, http_reqs: 6 }, seen: { byProtocol: { '2.0': 6 } } },
  ),
  trusting(
    'posts a body over HTTP/2',
    `check(http.post(secure + '/upload', 'x'.repeat(200000)), { whole: (r) => r.json('bytes') === 200000 });`,
    { counts: { checks: 1 }, seen: { bodyBytes: 200_000 } },
  ),
  trusting(
    'tells which TLS it spoke, and how long the handshake took',
    `const r = http.get(secure + '/echo'); check(r, { version: () => r.tls_version === http.TLS_1_3 || r.tls_version === 'tls1.3', took: () => r.timings.tls_handshaking > 0 });`,
    { counts: { checks: 2, 'http_reqs{tls_version:tls1.3}': 1 } },
  ),
  trusting(
    'sees a stream that the server reset, and goes on',
    `const r = http.get(secure + '/http2/reset/8'); check(r, { broken: () => r.status === 0 && r.error_code >= 1600 && r.error_code < 1700 });
      check(http.get(secure + '/text/on'), { on: (next) => next.body === 'on' });`,
    { counts: { checks: 2, http_req_failed: 1 } },
  ),
  trusting(
    'goes on after the server said goodbye',
    `http.get(secure + '/http2/goaway/0', { timeout: '300ms' }); check(http.get(secure + '/text/on'), { on: (r) => r.body === 'on' });`,
    { counts: { checks: 1 } },
  ),
  trusting(
    'follows redirects and keeps cookies over HTTP/2',
    `http.get(secure + '/cookies/set?session=abc'); check(http.get(secure + '/redirect-to?to=/cookies'), { kept: (r) => r.json('cookies.session') === 'abc' });`,
    { counts: { checks: 1, http_reqs: 3 } },
  ),
  {
    name: 'does not trust a certificate that nobody signed',
    script: `export default function () { check(http.get(secure + '/echo'), { 'has its code': (r) => r.status === 0 && r.error_code >= 1300 && r.error_code < 1400 }); }`,
    options: { iterations: 1 },
    expected: { counts: { checks: 1, http_req_failed: 1 }, seen: { requests: 0 } },
  },
  {
    name: 'shows the certificate that tlsAuth has for a host, and to no other',
    script: `export const options = { iterations: 1, insecureSkipTLSVerify: true,
        tlsAuth: [{ domains: ['localhost'], cert: open('./client.crt'), key: open('./client.key') }] };
      export default function () {
        check(http.get(secure + '/certificate'), { shown: (r) => r.json('commonName') === 'client.test' });
        check(http.get(secure.replace('localhost', '127.0.0.1') + '/certificate'), { hidden: (r) => r.json('commonName') === null });
      }`,
    files: { 'client.crt': client.cert, 'client.key': client.key },
    expected: { counts: { checks: 2 } },
  },
  trusting(
    'speaks no TLS that tlsVersion leaves out',
    `check(http.get(secure + '/echo'), { old: (r) => r.tls_version === 'tls1.2' });`,
    { counts: { checks: 1 } },
    { tlsVersion: { min: 'tls1.2', max: 'tls1.2' } },
  ),
];
