import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const withBody = (head: string, body: Buffer): Buffer => Buffer.concat([latin1(`${head}Content-Length: ${body.length}\r\n\r\n`), body]);

/** Answers as servers give them: what is malformed is made from these. */
const whole: readonly Buffer[] = [
  withBody('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n', latin1('{"a":1}')),
  latin1('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX: y\r\n\r\n'),
  withBody('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n', gzipSync('a body that is zipped')),
  withBody('HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n', latin1('moved')),
  withBody(
    'HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Max-Age=60; Path=/\r\nSet-Cookie: c=d; Expires=Wed, 21 Oct 2026 07:28:00 GMT\r\n',
    latin1('ok'),
  ),
  latin1('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
  latin1('HTTP/1.1 204 No Content\r\nKeep-Alive: timeout=5\r\n\r\n'),
  latin1('HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nuntil the end'),
  withBody('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm="r", nonce="n", qop="auth"\r\n', latin1('no')),
];

/** One way to spoil bytes. */
type Spoil = (bytes: Buffer) => Buffer;

const at = (bytes: Buffer, fraction: number): number => Math.floor(fraction * bytes.length);
const spliced = (bytes: Buffer, from: number, to: number, put: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(to)]);

const fraction = fc.double({ min: 0, max: 0.999, noNaN: true });
const inserted = fc.oneof(
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom(
      '\r\n',
      '\n',
      '\r',
      '\0',
      ':',
      ' ',
      '-1',
      '99999999999999999999',
      'ffffffffffffffff',
      'HTTP/1.1 200 OK\r\n',
      'Content-Length: 7\r\n',
      'Transfer-Encoding: chunked\r\n',
    )
    .map(latin1),
  fc.integer({ min: 1_000, max: 100_000 }).map((length) => Buffer.alloc(length, 'x')),
);

const spoils: fc.Arbitrary<Spoil> = fc.oneof(
  fc.tuple(fraction, fc.integer({ min: 1, max: 255 })).map(
    ([where, flip]): Spoil =>
      (bytes) => {
        const copy = Buffer.from(bytes);
        const index = at(copy, where);
        if (index < copy.length) copy.writeUInt8(copy.readUInt8(index) ^ flip, index);
        return copy;
      },
  ),
  fraction.map(
    (where): Spoil =>
      (bytes) =>
        bytes.subarray(0, at(bytes, where)),
  ),
  fc.tuple(fraction, fraction).map(
    ([one, other]): Spoil =>
      (bytes) => {
        const [from, to] = [at(bytes, Math.min(one, other)), at(bytes, Math.max(one, other))];
        return spliced(bytes, from, to, Buffer.alloc(0));
      },
  ),
  fc.tuple(fraction, inserted).map(
    ([where, put]): Spoil =>
      (bytes) =>
        spliced(bytes, at(bytes, where), at(bytes, where), put),
  ),
  fc.tuple(fraction, fraction).map(
    ([where, from]): Spoil =>
      (bytes) =>
        spliced(bytes, at(bytes, where), at(bytes, where), bytes.subarray(at(bytes, from))),
  ),
);

/** An answer with one to four things wrong, and what the server does after it: half of all close, the others leave the client to its timeout or reset. */
export interface MalformedResponse {
  readonly bytes: Buffer;
  readonly after: 'end' | 'reset' | 'hold';
}

/** Answers that went wrong between the server and us. */
export const malformedResponses: fc.Arbitrary<MalformedResponse> = fc
  .tuple(
    fc.constantFrom(...whole),
    fc.array(spoils, { minLength: 1, maxLength: 4 }),
    fc.constantFrom<MalformedResponse['after']>('end', 'end', 'end', 'reset', 'hold'),
  )
  .map(([bytes, spoiled, after]) => ({ bytes: spoiled.reduce((sofar, spoil) => spoil(sofar), bytes), after }));
