import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SourceError } from '../../control/ports/source-error.ts';
import { webhookNotifier } from './webhook-notifier.ts';
import { webhookHeaders } from './webhook-signature.ts';

const notice = { id: 'r-1/ended', title: 'workflow-service v2 was rolled back', text: 'p95 412 ms > 200 ms' };
const noon = Date.parse('2026-03-01T12:00:00Z');

describe('webhookNotifier', () => {
  let server: Server;
  let received: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
  let handle: (response: ServerResponse) => void;

  beforeEach(async () => {
    received = [];
    handle = (response) => response.writeHead(204).end();
    server = createServer((request, response) => {
      void text(request).then((body) => {
        received.push({ headers: request.headers, body });
        handle(response);
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function notify(options: { readonly deadlineMs?: number; readonly signal?: AbortSignal } = {}): Promise<void> {
    const { signal, ...config } = options;
    const notifier = webhookNotifier({
      url: `${origin()}/hooks/path-s3cret`,
      secret: 's3cret',
      now: () => noon,
      retryDelayMs: 1,
      ...config,
    });
    return notifier.notify(notice, signal);
  }

  async function failure(options: Parameters<typeof notify>[0] = {}): Promise<string> {
    const error = await notify(options).then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(error instanceof SourceError, `${String(error)} is no SourceError`);
    assert.doesNotMatch(`${error.message} ${JSON.stringify(error.cause)}`, /s3cret/);
    return `${error.code} retryable=${error.retryable} tries=${received.length}`;
  }

  it('posts the notice once, signed and with its id', async () => {
    await notify();
    const [request, ...more] = received;
    assert.deepEqual(more, []);
    assert.deepEqual(JSON.parse(request?.body ?? ''), notice);
    const signed = webhookHeaders({ id: notice.id, atMs: noon, body: request?.body ?? '', secret: 's3cret' });
    for (const [name, value] of Object.entries(signed)) assert.equal(request?.headers[name], value);
    assert.equal(request?.headers['content-type'], 'application/json');
  });

  it('repeats under the same id when the receiver fails', async () => {
    handle = (response) => response.writeHead(received.length < 3 ? 503 : 200).end();
    await notify();
    assert.deepEqual(
      received.map((request) => request.headers['webhook-id']),
      [notice.id, notice.id, notice.id],
    );
  });

  it('gives up after two repetitions', async () => {
    handle = (response) => response.writeHead(429).end();
    assert.equal(await failure(), 'notifier-unreachable retryable=true tries=3');
  });

  it('repeats when the connection breaks off', async () => {
    handle = (response) => response.destroy();
    assert.equal(await failure(), 'notifier-unreachable retryable=true tries=3');
  });

  it('does not wait longer than its deadline', async () => {
    handle = () => undefined;
    assert.match(await failure({ deadlineMs: 30 }), /^notifier-unreachable retryable=true/);
  });

  it('does not repeat what is refused', async () => {
    handle = (response) => response.writeHead(403).end();
    assert.equal(await failure(), 'notifier-refused retryable=false tries=1');
  });

  it('stops when its caller gives up', async () => {
    const caller = new AbortController();
    handle = () => caller.abort();
    assert.equal(await failure({ signal: caller.signal }), 'notifier-unreachable retryable=true tries=1');
  });
});
