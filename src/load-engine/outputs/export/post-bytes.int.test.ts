import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from '../../http/certificate-fixture.ts';
import { type Post, postBytes } from './post-bytes.ts';
import { type Receiver, startReceiver } from './receiver-fixture.ts';

const post = (url: string, changes: Partial<Post> = {}): Post => ({
  url,
  headers: {},
  body: Buffer.from('body'),
  trustAnyCertificate: false,
  signal: new AbortController().signal,
  ...changes,
});

describe('postBytes', () => {
  let receiver: Receiver;

  beforeEach(async () => {
    receiver = await startReceiver();
  });

  afterEach(() => receiver.close());

  it('trusts a certificate that nobody vouches for only where it is told to', async () => {
    const server = createServer(selfSigned('localhost'), (request, response) => {
      request.resume().on('end', () => response.end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      assert.match((await postBytes(post(url)))?.problem ?? '', /could not be reached: .*self-signed certificate/);
      assert.equal(await postBytes(post(url, { trustAnyCertificate: true })), undefined);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('gives up a receiver that does not answer, and calls that worth another try', async () => {
    receiver.answer = undefined;
    const stop = new AbortController();
    const posting = postBytes(post(receiver.url, { signal: stop.signal }));
    await receiver.until(1);
    stop.abort();
    assert.deepEqual(await posting, {
      problem: `${new URL(receiver.url).origin} could not be reached: it did not answer in time`,
      retryable: true,
    });
  });

  for (const [status, retryable] of [
    [429, true],
    [503, true],
    [400, false],
    [401, false],
    [307, false],
  ] as const) {
    it(`calls ${status} ${retryable ? '' : 'not '}worth another try`, async () => {
      receiver.answer = status;
      assert.equal((await postBytes(post(receiver.url)))?.retryable, retryable);
    });
  }
});
