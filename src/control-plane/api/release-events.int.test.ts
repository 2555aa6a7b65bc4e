import assert from 'node:assert/strict';
import { request } from 'undici';
import { type ManualClock, manualClock } from '../control/testing/manual-clock.ts';
import { call } from './testing/call.ts';
import { type RunningApi, runningApi } from './testing/running-api.ts';

let clock: ManualClock;
let api: RunningApi;
let releaseId: string;

interface Stream {
  /** All that came so far, once it satisfies the test or the stream ended. */
  until(fits: (text: string) => boolean): Promise<string>;
  cancel(): void;
}

async function open(
  headers: Record<string, string> = {},
  query = '',
): Promise<Stream & { status: number; headers: Record<string, string | string[] | undefined> }> {
  const answer = await request(`${api.url}/api/v1/releases/${releaseId}/events${query}`, {
    headers: { authorization: `Bearer ${api.tokenOf.viewer}`, ...headers },
  });
  const pieces = answer.body[Symbol.asyncIterator]();
  let text = '';
  return {
    status: answer.statusCode,
    headers: answer.headers,
    cancel: () => answer.body.destroy(),
    until: async (fits) => {
      while (!fits(text)) {
        const next = await pieces.next();
        if (next.done === true) break;
        text += Buffer.from(next.value as Uint8Array).toString();
      }
      return text;
    },
  };
}

async function eventually(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!holds()) {
    assert.ok(Date.now() < deadline, 'did not come true in 5 s');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

beforeEach(async () => {
  clock = manualClock();
  api = await runningApi({ clock });
  const answer = await call(`${api.url}/api/v1/releases`, {
    method: 'POST',
    token: api.tokenOf.ci,
    json: { service: 'workflow-service', version: 'v2' },
  });
  releaseId = (answer.body as { releaseId: string }).releaseId;
});
afterEach(() => api.stop());

describe('the event stream of a release', () => {
  it('tells the past, then the present, and says when the release has ended', async () => {
    const stream = await open();
    assert.equal(stream.status, 200);
    assert.match(String(stream.headers['content-type']), /^text\/event-stream/);
    assert.match(await stream.until((text) => text.includes('id: 1\n')), /event: news\ndata: \{"position":1,/);
    api.controlPlane.tell(releaseId, { kind: 'StepStarted', sentence: 'Step 1: 10 %', change: { trafficPercent: 10 } });
    assert.match(await stream.until((text) => text.includes('id: 2\n')), /"trafficPercent":10/);
    api.controlPlane.tell(releaseId, { kind: 'ReleasePromoted', sentence: 'Promoted', change: { status: 'promoted' } });
    const all = await stream.until(() => false);
    assert.match(all, /id: 3\n[^]*event: end\ndata: \{\}\n\n$/);
  });

  it('shows the load gate while it runs, apart from the news and without an id', async () => {
    const stream = await open();
    await stream.until((text) => text.includes('id: 1\n'));
    const look = { elapsedMs: 500, fraction: 0.1, iterations: 9, dropped: 0, activeVus: 1, requests: 9, failedRequests: 0, p50: 1, p95: 2 };
    api.controlPlane.showProgress('another', look);
    api.controlPlane.showProgress(releaseId, look);
    const all = await stream.until((text) => text.includes('event: progress'));
    assert.match(all, /\n\nevent: progress\ndata: \{"elapsedMs":500,[^\n]*\}\n\n$/);
    assert.equal(all.split('event: progress').length, 2);
    stream.cancel();
  });

  it('resumes after Last-Event-ID without telling anything twice', async () => {
    api.controlPlane.tell(releaseId, { kind: 'StepStarted', sentence: 'second' });
    api.controlPlane.tell(releaseId, { kind: 'ReleasePromoted', sentence: 'third', change: { status: 'promoted' } });
    const all = await (await open({ 'last-event-id': '1' })).until(() => false);
    assert.ok(!all.includes('id: 1\n') && all.includes('id: 2\n') && all.includes('id: 3\n'));
    const byQuery = await (await open({}, '?after=2')).until(() => false);
    assert.ok(!byQuery.includes('id: 2\n') && byQuery.includes('id: 3\n'));
  });

  it('refuses a Last-Event-ID that is no position, and an unknown release', async () => {
    assert.equal((await open({ 'last-event-id': 'x' })).status, 400);
    releaseId = 'production.workflow-service.99';
    assert.equal((await open()).status, 404);
  });

  it('beats when nothing happens, so that proxies keep the connection', async () => {
    const stream = await open();
    await stream.until((text) => text.includes('id: 1\n'));
    await eventually(() => clock.sleepers() === 1);
    clock.advance(15_000);
    assert.match(await stream.until((text) => text.includes(': heartbeat')), /: heartbeat\n\n/);
    stream.cancel();
  });

  it('ends when the token is revoked meanwhile', async () => {
    const stream = await open();
    await stream.until((text) => text.includes('id: 1\n'));
    await api.tokens.revoke(api.tokenOf.viewer.slice(4, 16), 'test');
    await eventually(() => clock.sleepers() === 1);
    clock.advance(15_000);
    assert.doesNotMatch(await stream.until(() => false), /event: end/);
  });

  it('is cut without an end when the server stops or the ledger breaks, so that watchers come back', async () => {
    const stream = await open();
    await stream.until((text) => text.includes('id: 1\n'));
    api.controlPlane.breakDown(new Error('gone'));
    assert.doesNotMatch(await stream.until(() => false), /event: end/);
    assert.ok(api.log.some(({ message }) => message === 'event stream failed'));
    api.controlPlane.breakDown(undefined);
    const second = await open();
    await second.until((text) => text.includes('id: 1\n'));
    const cut = second.until(() => false).catch(() => '');
    await api.stop();
    assert.doesNotMatch(await cut, /event: end/);
    await api.restart();
  });

  it('frees its watcher when the client hangs up', async () => {
    const stream = await open();
    await stream.until((text) => text.includes('id: 1\n'));
    await eventually(() => clock.sleepers() === 1);
    stream.cancel();
    await eventually(() => clock.sleepers() === 0);
  });

  it('waits for a watcher that does not read, and then tells it everything', async () => {
    const stream = await open();
    await stream.until((text) => text.includes('id: 1\n'));
    // Far more than the buffers of a socket hold: each news carries the whole timeline.
    for (let n = 0; n < 200; n += 1) api.controlPlane.tell(releaseId, { kind: 'StepStarted', sentence: 'x'.repeat(1000) });
    api.controlPlane.tell(releaseId, { kind: 'ReleasePromoted', sentence: 'done', change: { status: 'promoted' } });
    await eventually(() => clock.sleepers() === 1);
    const all = await stream.until(() => false);
    assert.equal(all.match(/^id: /gm)?.length, 202);
    assert.match(all, /event: end\n/);
  });
});
