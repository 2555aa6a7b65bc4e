import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import * as fc from 'fast-check';
import { openFixture } from '../script/script-fixture.ts';

const accept = (key: string): string => createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');

/** Frames of a server by their head, so that most get past the first byte; what follows is anything. */
const frames = fc
  .array(
    fc.tuple(
      fc.constantFrom(0x81, 0x82, 0x01, 0x00, 0x80, 0x88, 0x89, 0x8a, 0xc1, 0x83, 0xff),
      fc.nat(127),
      fc.uint8Array({ maxLength: 40 }),
    ),
    { maxLength: 4 },
  )
  .map((parts) => Buffer.concat(parts.map(([head, length, rest]) => Buffer.concat([Buffer.from([head, length]), rest]))));

const silence = (_key: string): Buffer => Buffer.alloc(0);

describe('WebSocket servers that send anything', () => {
  let server: Server;
  let answer = silence;
  before(async () => {
    server = createServer((wire: Socket) => {
      wire.on('error', () => undefined);
      wire.once('data', (request) => wire.end(answer(/sec-websocket-key: (\S+)/i.exec(request.toString())?.[1] ?? '')));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => server.close());

  const script = `import { WebSocket } from 'k6/websockets'; import ws from 'k6/ws';
    export default function () {
      const socket = new WebSocket(__ENV.AT, null, { compression: 'deflate' });
      socket.onerror = () => undefined;
      socket.onclose = () => { ws.connect(__ENV.AT, (old) => old.on('message', () => undefined)); console.log('over'); };
    }`;

  async function survives(payloads: fc.Arbitrary<(key: string) => Buffer>, runs: number): Promise<void> {
    await using fixture = await openFixture(script, {
      entry: 'script.js',
      env: { AT: `ws://127.0.0.1:${(server.address() as { port: number }).port}` },
    });
    await fc.assert(
      fc.asyncProperty(payloads, async (payload) => {
        answer = payload;
        fixture.logs.length = 0;
        const outcome = await fixture.iterate();
        assert.equal(outcome.kind, 'completed');
        assert.equal(fixture.logs.at(-1), 'info: over');
      }),
      { numRuns: runs },
    );
  }

  it('end in an error or a close, whatever their frames are', () =>
    survives(
      frames.map(
        (bytes) => (key: string) =>
          Buffer.concat([
            Buffer.from(
              `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept(key)}\r\n\r\n`,
            ),
            bytes,
          ]),
      ),
      300,
    ));

  it('end in an error, whatever they answer to the handshake', () =>
    survives(
      fc
        .tuple(
          fc.constantFrom(
            'HTTP/1.1 101 X\r\n',
            'HTTP/1.1 200 OK\r\n',
            'HTTP/1.1 999\r\n',
            'HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n',
            '',
          ),
          fc.uint8Array({ maxLength: 60 }),
        )
        .map(
          ([head, rest]) =>
            () =>
              Buffer.concat([Buffer.from(head), rest, Buffer.from('\r\n\r\n')]),
        ),
      150,
    ));
});
