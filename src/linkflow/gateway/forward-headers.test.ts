import assert from 'node:assert/strict';
import { requestHeaders, responseHeaders } from './forward-headers.ts';

const forwarded = { clientAddress: '203.0.113.9', host: 'api.example.test', protocol: 'https', requestId: 'request-1' };

describe('requestHeaders', () => {
  it('keeps what goes end to end and drops what belongs to one connection, named ones included', () => {
    const headers = requestHeaders(
      { authorization: 'Bearer t', 'x-version': 'v2', connection: 'keep-alive, x-hop', 'x-hop': '1', te: 'trailers', host: 'gateway' },
      forwarded,
    );
    assert.equal(headers['authorization'], 'Bearer t');
    assert.equal(headers['x-version'], 'v2');
    for (const name of ['connection', 'x-hop', 'te', 'host']) assert.ok(!(name in headers), name);
  });

  it('does not believe what a client says about itself', () => {
    const headers = requestHeaders(
      { 'x-forwarded-for': '10.0.0.1', 'x-real-ip': '10.0.0.1', forwarded: 'for=10.0.0.1', 'x-request-id': 'forged' },
      forwarded,
    );
    assert.deepEqual(headers, {
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-host': 'api.example.test',
      'x-forwarded-proto': 'https',
      'x-request-id': 'request-1',
    });
  });
});

describe('responseHeaders', () => {
  it('keeps the answer and drops the connection', () => {
    assert.deepEqual(
      responseHeaders({ etag: '"7"', 'keep-alive': 'timeout=65', 'transfer-encoding': 'chunked', 'set-cookie': ['a=1', 'b=2'] }),
      {
        etag: '"7"',
        'set-cookie': ['a=1', 'b=2'],
      },
    );
  });
});
