import assert from 'node:assert/strict';
import { http2Failure } from './http2-failure.ts';

describe('http2Failure', () => {
  const known: readonly (readonly [code: string, message: string, expected: number | undefined])[] = [
    ['UND_ERR_SOCKET', 'HTTP/2: "GOAWAY" frame received with code 2', 1613],
    ['UND_ERR_INFO', 'HTTP/2: "GOAWAY" frame received with code 0', 1611],
    ['UND_ERR_SOCKET', 'HTTP/2: "GOAWAY" frame received with code 4000', 1610],
    ['ERR_HTTP2_STREAM_ERROR', 'Stream closed with error code NGHTTP2_CANCEL', 1639],
    ['ERR_HTTP2_STREAM_ERROR', 'Stream closed with error code 99', 1630],
    ['ERR_HTTP2_SESSION_ERROR', 'Session closed with error code NGHTTP2_ENHANCE_YOUR_CALM', 1622],
    ['ERR_HTTP2_ERROR', 'Protocol error', 1650],
    ['ERR_HTTP2_INVALID_CONNECTION_HEADERS', 'no', 1600],
    ['UND_ERR_INFO', 'HTTP/2: stream half-closed (remote)', 1630],
    ['UND_ERR_INFO', 'HTTP/2: stream closed before the response was complete', 1630],
    ['UND_ERR_INFO', 'HTTP/2: something else', 1600],
    ['UND_ERR_SOCKET', 'other side closed', undefined],
  ];
  for (const [code, message, expected] of known) {
    it(`gives ${expected ?? 'nothing'} for ${message}`, () => assert.equal(http2Failure(code, message)?.code, expected));
  }

  it('says what happened, and why the server says it did', () => {
    assert.equal(
      http2Failure('ERR_HTTP2_STREAM_ERROR', 'Stream closed with error code NGHTTP2_REFUSED_STREAM')?.message,
      'HTTP/2: the server reset the stream, REFUSED_STREAM (7)',
    );
  });
});
