import assert from 'node:assert/strict';
import { BoundedCache } from './bounded-cache.ts';
import { complaints } from './complaints.ts';
import { expectedStatuses, isExpected } from './expected-statuses.ts';
import { hostMatches, splitPort } from './host-pattern.ts';
import { requestFailure, statusErrorCode } from './request-failure.ts';
import { requestPace } from './request-pace.ts';
import { requestParams } from './request-params.ts';
import { requestTarget } from './request-target.ts';
import { canonicalName, jsonField, numberField, textField } from './response-fields.ts';

describe('hostMatches', () => {
  const table: readonly (readonly [pattern: string, host: string, port: number, matches: boolean])[] = [
    ['a.example', 'A.example', 80, true],
    ['a.example:8080', 'a.example', 80, false],
    ['a.example:8080', 'a.example', 8080, true],
    ['*.example', 'a.b.example', 1, true],
    ['*.example', 'example', 1, false],
    ['*', 'anything', 1, true],
    ['*:443', 'anything', 80, false],
    ['[::1]:80', '::1', 80, true],
    ['[::1]', '::1', 99, true],
  ];
  for (const [pattern, host, port, matches] of table) {
    it(`${pattern} ${matches ? 'means' : 'does not mean'} ${host}:${port}`, () => assert.equal(hostMatches(pattern, host, port), matches));
  }
  it('takes a plain IPv6 address for a host', () => assert.deepEqual(splitPort('fe80::1:2'), { host: 'fe80::1:2', port: undefined }));
});

describe('requestTarget', () => {
  it('takes an address apart', () => {
    assert.deepEqual(requestTarget('https://u:p@Shop.example/a%20b?q=1#h'), {
      href: 'https://shop.example/a%20b?q=1',
      origin: 'https://shop.example',
      secure: true,
      hostname: 'shop.example',
      port: 443,
      path: '/a%20b?q=1',
      credentials: { user: 'u', password: 'p' },
      basicAuthorization: 'Basic dTpw',
    });
    assert.equal(requestTarget('http://[::1]:81')?.hostname, '::1');
  });
  for (const address of ['', 'x', '/path', 'ftp://x/', 'http://']) {
    it(`knows that ${JSON.stringify(address)} is none`, () => assert.equal(requestTarget(address), undefined));
  }
});

describe('requestFailure', () => {
  const table: readonly (readonly [object, number])[] = [
    [{ code: 'ENOTFOUND' }, 1101],
    [{ code: 'EAI_AGAIN' }, 1100],
    [{ code: 'EPIPE' }, 1201],
    [{ code: 'ENETUNREACH' }, 1210],
    [{ code: 'ETIMEDOUT' }, 1211],
    [{ code: 'ECONNREFUSED' }, 1212],
    [{ code: 'ECONNRESET' }, 1220],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 1310],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 1311],
    [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER', message: 'wrong' }, 1300],
    [{ code: 'ENOBUFS', syscall: 'connect' }, 1213],
    [{ code: 'EBADNAME', syscall: 'getaddrinfo' }, 1100],
    [{ code: 'EIO', syscall: 'read' }, 1202],
    [{ code: 'ERR_HTTP2_STREAM_ERROR', message: 'Stream closed with error code NGHTTP2_CANCEL' }, 1639],
    [{ code: 'constructor', message: 'odd' }, 1000],
    [{ message: 'odd' }, 1000],
  ];
  for (const [error, code] of table) {
    it(`gives ${JSON.stringify(error)} the code ${code}`, () => assert.equal(requestFailure(error).code, code));
  }
  it('keeps what already is one', () => {
    const failure = requestFailure({ code: 'EPIPE' });
    assert.equal(requestFailure(failure), failure);
  });
  it('gives statuses their codes', () => assert.deepEqual([200, 399, 404, 503, 600].map(statusErrorCode), [0, 0, 1404, 1503, 0]));
});

describe('requestPace', () => {
  it('spaces requests evenly and saves up no turns', () => {
    let ms = 0;
    const pace = requestPace(100, () => ms);
    assert.deepEqual([pace(), pace(), pace()], [0, 10, 20]);
    ms = 1_000;
    assert.deepEqual([pace(), pace()], [0, 10]);
  });
  it('sets no limit where there is none', () => {
    for (const limit of [undefined, 0]) {
      const pace = requestPace(limit, () => 0);
      assert.deepEqual([pace(), pace()], [0, 0]);
    }
  });
});

describe('isExpected', () => {
  it('holds for both ends of a range', () => {
    const expected = expectedStatuses({ ranges: [{ min: 200, max: 204 }] });
    assert.ok(expected);
    assert.deepEqual(
      [199, 200, 204, 205, 0].map((status) => isExpected(expected, status)),
      [false, true, true, false, false],
    );
  });
});

describe('requestParams', () => {
  it('takes k6 defaults for what a script does not say', () => {
    const { timeoutMs, redirects, headers, expected, compression, responseType } = requestParams('', 'agent');
    assert.deepEqual(
      { timeoutMs, redirects, headers, expected, compression, responseType },
      {
        timeoutMs: 60_000,
        redirects: undefined,
        headers: ['User-Agent', 'agent'],
        expected: undefined,
        compression: [],
        responseType: undefined,
      },
    );
  });
  it('reads several encodings', () =>
    assert.deepEqual(requestParams('0,0;{"compression":"gzip, deflate"}', 'a').compression, ['gzip', 'deflate']));
  it('reads cookies of either shape', () => {
    assert.deepEqual(requestParams('0,0;{"cookies":{"a":"1","b":{"value":2,"replace":true},"c":{}}}', 'a').cookies, [
      { name: 'a', value: '1', replace: false },
      { name: 'b', value: '2', replace: true },
      { name: 'c', value: '', replace: false },
    ]);
  });
});

describe('complaints', () => {
  it('says each kind once, and stops when there are too many kinds', () => {
    const said: string[] = [];
    const complain = complaints((message) => said.push(message));
    for (let round = 0; round < 2; round += 1) for (let kind = 0; kind < 200; kind += 1) complain(`kind ${kind}`, `text ${kind}`);
    assert.equal(said.length, 100);
    assert.match(said[0] ?? '', /^text 0 \(said once/);
    assert.match(said[99] ?? '', /further warnings .* left out/);
  });
});

describe('BoundedCache', () => {
  it('makes a thing once, and starts anew when it is full', () => {
    let made = 0;
    const cache = new BoundedCache((text: string) => {
      made += 1;
      return text;
    }, 2);
    for (const text of ['a', 'a', 'b', 'c', 'a']) cache.get(text);
    assert.equal(made, 4);
  });
});

describe('the fields of a response', () => {
  it('have canonical names', () =>
    assert.deepEqual(['content-type', 'X-REQUEST-id', 'etag'].map(canonicalName), ['Content-Type', 'X-Request-Id', 'Etag']));
  it('are refused where they are unknown', () => {
    for (const read of [numberField, textField, jsonField]) assert.throws(() => read({} as never, 'nope'), /a response has no/);
  });
});
