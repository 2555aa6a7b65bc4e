import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { OutgoingAlert } from '../evaluate/outgoing-alert.ts';
import { httpPost } from './http-post.ts';
import { type AlertmanagerTarget, postAlerts } from './post-alerts.ts';

const ALERT: OutgoingAlert = { labels: { alertname: 'x' }, annotations: {}, startsAtMs: 0, endsAtMs: 1000, generatorUrl: '' };

interface Asked {
  readonly method: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

describe('posting alerts over HTTP', () => {
  let server: Server;
  let folder: string;
  let asked: Asked[];
  let answer: { readonly status: number; readonly body?: string; readonly location?: string } | 'hang';
  let url: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alerts-'));
    server = createServer((request, response) => {
      void text(request).then((body) => {
        asked.push({ method: request.method, headers: request.headers, body });
        if (answer === 'hang') return;
        response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v2/alerts`;
  });

  beforeEach(() => {
    asked = [];
    answer = { status: 200 };
  });

  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  const send = (http: AlertmanagerTarget['http'] = {}, to = url, timeoutMs = 5000) =>
    postAlerts([ALERT], { target: { url: to, timeoutMs, http }, signal: AbortSignal.timeout(timeoutMs), post: httpPost() });

  it('sends JSON, and the credentials that stand in files now', async () => {
    const file = join(folder, 'secret');
    await writeFile(file, 's3cret\n');
    const secret = { kind: 'file', path: file } as const;
    assert.deepEqual(await send(), { kind: 'taken' });
    assert.deepEqual(await send({ basicAuth: { username: 'u', password: secret } }), { kind: 'taken' });
    await writeFile(file, 'other');
    assert.deepEqual(await send({ authorization: { type: 'Bearer', credentials: secret } }), { kind: 'taken' });
    assert.deepEqual(
      asked.map(({ headers }) => headers.authorization),
      [undefined, `Basic ${Buffer.from('u:s3cret').toString('base64')}`, 'Bearer other'],
    );
    assert.deepEqual([asked[0]?.method, asked[0]?.headers['content-type']], ['POST', 'application/json']);
    assert.equal((JSON.parse(asked[0]?.body ?? '') as readonly unknown[]).length, 1);
  });

  it('tells a refusal from what may go well another time', async () => {
    answer = { status: 400, body: 'bad labels' };
    assert.deepEqual(await send(), { kind: 'refused', problem: 'it answered 400: bad labels' });
    for (const status of [401, 404, 429, 500, 503]) {
      answer = { status };
      assert.deepEqual(await send(), { kind: 'failed', problem: `it answered ${status}` });
    }
  });

  it('follows no redirect, and shows only the beginning of a long answer', async () => {
    answer = { status: 307, location: url, body: 'x'.repeat(200_000) };
    const outcome = await send();
    assert.equal(asked.length, 1);
    assert(outcome.kind === 'failed');
    assert.equal(outcome.problem.length, 'it answered 307: '.length + 300);
  });

  it('fails with what went wrong, and with no secret', async () => {
    const refused = await send({}, 'http://127.0.0.1:1/api/v2/alerts');
    assert(refused.kind === 'failed');
    assert.match(refused.problem, /ECONNREFUSED/);
    const missing = await send({ basicAuth: { username: 'u', password: { kind: 'file', path: join(folder, 'none') } } });
    assert(missing.kind === 'failed');
    assert.match(missing.problem, /none can't be read/);
    await writeFile(join(folder, 'bad'), 'two\nlines');
    const bad = await send({ authorization: { type: 'Bearer', credentials: { kind: 'file', path: join(folder, 'bad') } } });
    assert(bad.kind === 'failed');
    assert(!bad.problem.includes('lines'));
  });

  it('ends at its deadline', async () => {
    answer = 'hang';
    const outcome = await send({}, url, 100);
    assert.equal(outcome.kind, 'failed');
  });
});
