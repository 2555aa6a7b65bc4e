import assert from 'node:assert/strict';
import { createServer, type Http2Server } from 'node:http2';
import { createServer as createTcpServer } from 'node:net';
import * as fc from 'fast-check';
import { iterationContext, openFixture } from '../script/script-fixture.ts';
import { shopFiles } from './grpc-server-fixture.ts';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
  readonly trailers: Readonly<Record<string, string>>;
}

/** A message by its length prefix, which may lie, or anything. */
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc
    .tuple(fc.constantFrom(0, 1, 2), fc.nat(70), fc.uint8Array({ maxLength: 60 }))
    .map(([flag, length, rest]) => Buffer.from([flag, 0, 0, 0, length, ...rest])),
);
const answers: fc.Arbitrary<Answer> = fc.record({
  status: fc.constantFrom(200, 204, 404, 503),
  type: fc.constantFrom('application/grpc', 'application/grpc+json', 'text/html', ''),
  body: bodies,
  trailers: fc.constantFrom<Readonly<Record<string, string>>>(
    {},
    { 'grpc-status': '0' },
    { 'grpc-status': 'x' },
    { 'grpc-status': '99', 'grpc-message': '%zz' },
    { 'grpc-status': '5', 'grpc-status-details-bin': '!!' },
  ),
});

describe('gRPC servers that answer anything', () => {
  let server: Http2Server;
  let answer: Answer = { status: 200, type: '', body: new Uint8Array(), trailers: {} };
  before(async () => {
    server = createServer();
    server.on('stream', (stream) => {
      stream.on('error', () => undefined);
      stream.resume();
      stream.respond(
        { ':status': answer.status, ...(answer.type === '' ? {} : { 'content-type': answer.type }) },
        { waitForTrailers: answer.status !== 204 },
      );
      stream.on('wantTrailers', () => stream.sendTrailers(answer.trailers));
      stream.end(answer.status === 204 ? undefined : answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => server.close());

  it('give a status to every call and an end to every stream', async () => {
    await using fixture = await openFixture(
      `import { Client, Stream } from 'k6/net/grpc'; const client = new Client(); client.load(['protos'], 'shop.proto');
       export default function () {
         if (__ITER === 0) client.connect(__ENV.AT, { plaintext: true });
         const { status, message } = client.invoke('shop.Shop/Get', {}, { timeout: '5s' });
         const stream = new Stream(client, 'shop.Shop/List', { timeout: '5s' });
         stream.on('end', () => console.log(status, (status === 0) === (message !== null)));
         stream.write({});
       }`,
      { entry: 'script.js', files: shopFiles, env: { AT: `127.0.0.1:${(server.address() as { port: number }).port}` } },
    );
    const user = await fixture.user();
    const { signal } = new AbortController();
    await fc.assert(
      fc.asyncProperty(answers, async (given) => {
        answer = given;
        fixture.logs.length = 0;
        assert.equal((await user.iterate(iterationContext(), undefined, signal)).kind, 'completed');
        assert.match(fixture.logs.join(), /^info: \d+ true$/);
      }),
      { numRuns: 400 },
    );
  });

  it('that speak something else are not connected to', async () => {
    let said: Uint8Array = new Uint8Array();
    const other = createTcpServer((wire) => wire.on('error', () => undefined).end(said));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    await using fixture = await openFixture(
      "import { Client } from 'k6/net/grpc'; const client = new Client(); export default function () { client.connect(__ENV.AT, { plaintext: true, timeout: '5s' }); }",
      { entry: 'script.js', env: { AT: `127.0.0.1:${(other.address() as { port: number }).port}` } },
    );
    const user = await fixture.user();
    const { signal } = new AbortController();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 9, maxLength: 60 }), async (bytes) => {
        said = bytes;
        const outcome = await user.iterate(iterationContext(), undefined, signal);
        assert.ok(outcome.kind === 'threw' && /can't connect to/.test(outcome.message), JSON.stringify(outcome));
      }),
      { numRuns: 50 },
    );
    other.close();
  });
});
