import { answerRaw, answerText, numberPart, socketOf, streamOf, type TargetExchange, type TargetRoute } from './target-exchange.ts';

/** Answers that are no HTTP, by the name of what is wrong with them. */
const malformed: Readonly<Record<string, string>> = {
  greeting: 'HELLO\r\n\r\n',
  version: 'HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\nok',
  status: 'HTTP/1.1 two-hundred OK\r\nContent-Length: 2\r\n\r\nok',
  'status-range': 'HTTP/1.1 99999 OK\r\nContent-Length: 2\r\n\r\nok',
  'header-name': 'HTTP/1.1 200 OK\r\nBad Header: x\r\nContent-Length: 2\r\n\r\nok',
  'header-value': 'HTTP/1.1 200 OK\r\nX-Bad: a\0b\r\nContent-Length: 2\r\n\r\nok',
  'no-colon': 'HTTP/1.1 200 OK\r\nNoColonHere\r\nContent-Length: 2\r\n\r\nok',
  length: 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nok',
  'two-lengths': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nokk',
  'length-and-chunked': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  chunk: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n',
  empty: '',
  binary: '\0\x01\x02\x16\x03\x01\0\xff\r\n\r\n',
};

function resetNow(exchange: TargetExchange): void {
  const stream = streamOf(exchange);
  if (stream === undefined) socketOf(exchange).resetAndDestroy();
  else stream.session?.socket?.destroy();
}

/** Routes that break their promise, each in its own way. */
export const brokenRoutes: Readonly<Record<string, TargetRoute>> = {
  /** /reset/before resets the connection instead of an answer, /reset/body in the middle of one. */
  reset: (exchange) => {
    const { response, parts } = exchange;
    if (parts[0] !== 'body') return resetNow(exchange);
    response.writeHead(200, { 'content-length': 1_000 });
    response.write('half', () => setImmediate(() => resetNow(exchange)));
  },

  /** /half/100/4: promises 100 bytes, sends 4, and closes. */
  half: (exchange) => {
    const { response } = exchange;
    const stream = streamOf(exchange);
    response.writeHead(200, { 'content-length': numberPart(exchange, 0, 100) });
    response.write('x'.repeat(numberPart(exchange, 1, 4)), () => (stream === undefined ? socketOf(exchange).end() : stream.close(2)));
  },

  /** Closes the connection without a word. */
  'close-early': (exchange) => {
    const stream = streamOf(exchange);
    if (stream === undefined) socketOf(exchange).end();
    else stream.close(0);
  },

  /** Answers, and says that it closes. */
  close: (exchange) => {
    if (streamOf(exchange) === undefined) exchange.response.setHeader('connection', 'close');
    answerText(exchange, 'closing');
  },

  /** Answers as if the connection stayed open, and closes it all the same. */
  'close-after': (exchange) => {
    const stream = streamOf(exchange);
    exchange.response.once('finish', () => setImmediate(() => (stream === undefined ? socketOf(exchange).end() : stream.session?.close())));
    answerText(exchange, 'closed behind you');
  },

  /** /malformed/chunk: an answer that is no HTTP; without a name, the list of names. */
  malformed: (exchange) => {
    const { parts } = exchange;
    const bytes = malformed[parts[0] ?? ''];
    if (bytes === undefined) answerText(exchange, Object.keys(malformed).join(' '));
    else answerRaw(exchange, Buffer.from(bytes, 'latin1'));
  },

  /** /raw/<base64url>?after=end|reset|hold: exactly these bytes. */
  raw: (exchange) => {
    const after = exchange.query.get('after');
    answerRaw(exchange, Buffer.from(exchange.parts[0] ?? '', 'base64url'), after === 'reset' || after === 'hold' ? after : 'end');
  },

  /** /headers/100/1000: a hundred headers of a thousand bytes. */
  headers: (exchange) => {
    const value = 'v'.repeat(numberPart(exchange, 1, 10));
    for (let index = 0; index < numberPart(exchange, 0, 10); index += 1) exchange.response.setHeader(`x-${index}`, value);
    answerText(exchange, 'headers');
  },

  /** /http2/reset/8 resets the stream with a code, /http2/goaway/1 ends the session with one. */
  http2: (exchange) => {
    const stream = streamOf(exchange);
    if (stream === undefined) return answerText(exchange, 'this is not HTTP/2', 505);
    const code = numberPart(exchange, 1, 8);
    if (exchange.parts[0] === 'goaway') stream.session?.goaway(code);
    else stream.close(code);
  },
};
