import assert from 'node:assert/strict';
import { request as ask, createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { Pieces } from './pieces.ts';
import { sendJson } from './send-json.ts';

/** Pieces that are made without an end, counted. */
function endless(): { readonly pieces: Pieces; readonly made: () => number } {
  let made = 0;
  function* each(): Generator<string> {
    for (;;) {
      made++;
      yield 'x'.repeat(64 * 1024);
    }
  }
  return { pieces: each(), made: () => made };
}

describe('sendJson', () => {
  let server: Server;
  let pieces: Pieces;
  let gzip: boolean;
  let sent: Promise<void>;
  let signal: AbortSignal | undefined;

  before(async () => {
    server = createServer((_request, response) => {
      const hangUp = new AbortController();
      response.on('close', () => hangUp.abort());
      sent = sendJson(response, { status: 200, pieces, headers: { 'x-more': '1' }, gzip, signal: signal ?? hangUp.signal });
      // Whoever awaits it sees the error; until then it must not count as unhandled.
      sent.catch(() => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    gzip = false;
    signal = undefined;
  });

  /** The answer's head; its body is not read yet. */
  function head(): Promise<IncomingMessage> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => ask({ port, host: '127.0.0.1' }, resolve).on('error', reject).end());
  }

  const LARGE = Array.from({ length: 200_000 }, (_, index) => `${index},ü `);

  it('sends what is short at once, with its length', async () => {
    pieces = ['{"a":', '"ü"}'];
    const response = await head();
    assert.deepEqual(
      [response.headers['content-length'], response.headers['content-type'], response.headers['x-more']],
      ['10', 'application/json', '1'],
    );
    assert.equal((await buffer(response)).toString(), '{"a":"ü"}');
  });

  it('sends what is large whole and in order, and never compresses what was not asked for', async () => {
    pieces = LARGE;
    const response = await head();
    assert.deepEqual([response.headers['content-encoding'], response.headers['content-length']], [undefined, undefined]);
    assert.equal((await buffer(response)).toString(), LARGE.join(''));
    await sent;
  });

  it('compresses what is large for a client that takes it, and leaves what is short alone', async () => {
    gzip = true;
    pieces = LARGE;
    const response = await head();
    assert.deepEqual([response.headers['content-encoding'], response.headers.vary], ['gzip', 'Accept-Encoding']);
    assert.equal(gunzipSync(await buffer(response)).toString(), LARGE.join(''));
    pieces = ['1'];
    assert.equal((await head()).headers['content-encoding'], undefined);
  });

  it('makes no more than a slow client takes, and stops when it hangs up', async () => {
    const { pieces: without, made } = endless();
    pieces = without;
    const response = await head();
    response.pause();
    let before = -1;
    // The buffers of both ends fill up, and then nothing more is made.
    while (made() !== before) {
      before = made();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    response.destroy();
    await sent;
    assert.ok(made() < 1_000, `${made()} pieces were made`);
  });

  it('stops at its deadline, and cuts the connection so that nobody takes the part for the whole', async () => {
    const stop = new AbortController();
    signal = stop.signal;
    pieces = endless().pieces;
    const response = await head();
    stop.abort();
    await assert.rejects(buffer(response), /aborted/);
    await sent;
  });

  it('cuts the connection when a piece can not be made', async () => {
    const bug = new Error('no such piece');
    pieces = (function* () {
      yield 'x'.repeat(100_000);
      yield 'y'.repeat(100_000);
      throw bug;
    })();
    const response = await head();
    await assert.rejects(buffer(response));
    await assert.rejects(sent, bug);
  });
});
