import assert from 'node:assert/strict';
import { type ManualClock, manualClock } from '../../control/testing/manual-clock.ts';
import { CliFailure } from '../cli-failure.ts';
import { releaseInTest } from '../testing/views.ts';
import type { ApiClient } from './api-client.ts';
import { ApiFailure } from './api-failure.ts';
import { followRelease } from './follow-release.ts';
import type { ServerSentEvent } from './server-sent-events.ts';

type Connection = readonly (ServerSentEvent | Error)[];

const end: ServerSentEvent = { kind: 'end', data: '{}', id: undefined };
const unreachable = new CliFailure('error', 'unreachable', 'No Sluice answers.');

function news(position: number): ServerSentEvent {
  const data = JSON.stringify({
    position,
    event: { kind: 'StepStarted', atMs: 1 },
    sentence: `news ${position}`,
    release: releaseInTest({}),
  });
  return { kind: 'news', data, id: String(position) };
}

/** Follows over connections that answer one after the other, the last again and again; time passes by itself. */
async function follow(connections: readonly Connection[], clock: ManualClock = manualClock(0)) {
  const asked: (string | undefined)[] = [];
  const notices: (string | undefined)[] = [];
  async function* events(_path: string, afterId: string | undefined): AsyncGenerator<ServerSentEvent> {
    const connection = connections[Math.min(asked.length, connections.length - 1)] ?? [];
    asked.push(afterId);
    for (const one of connection) {
      if (one instanceof Error) throw one;
      yield one;
    }
  }
  const client = { url: 'http://sluice', events } as unknown as ApiClient;
  const passing = { ...clock, now: () => clock.now(), sleep: async (ms: number) => clock.advance(ms) };
  const seen: number[] = [];
  const looks: number[] = [];
  const following = followRelease({
    client,
    releaseId: 'r',
    clock: passing,
    signal: new AbortController().signal,
    chance: () => 0,
    onConnection: (notice) => notices.push(notice),
    onProgress: ({ requests }) => looks.push(requests),
  });
  try {
    for await (const one of following) seen.push(one.position);
    return { seen, looks, asked, notices, failure: undefined };
  } catch (failure) {
    return { seen, looks, asked, notices, failure };
  }
}

const progress = (data: unknown): ServerSentEvent => ({ kind: 'progress', data: JSON.stringify(data), id: '1' });

describe('followRelease', () => {
  it('tells looks at the load gate apart, and passes over those that it does not understand', async () => {
    const look = { elapsedMs: 1, iterations: 1, dropped: 0, activeVus: 1, requests: 7, failedRequests: 0 };
    const { seen, looks, asked } = await follow([
      [news(1), progress(look), progress({ other: 1 })],
      [news(2), end],
    ]);
    assert.deepEqual([seen, looks, asked], [[1, 2], [7], [undefined, '1']]);
  });

  it('gives the news up to the end', async () => {
    assert.deepEqual((await follow([[news(1), news(2), end]])).seen, [1, 2]);
  });

  it('takes a cut stream up again after the last news it saw', async () => {
    const { seen, asked, notices } = await follow([[news(1)], [unreachable], [news(2), end]]);
    assert.deepEqual(seen, [1, 2]);
    assert.deepEqual(asked, [undefined, '1', '1']);
    assert.deepEqual(
      notices.map((notice) => notice !== undefined),
      [true, true, false],
    );
  });

  it('comes back after answers of a server that is starting', async () => {
    assert.deepEqual(
      (await follow([[news(1)], [new ApiFailure(503, 'unavailable', 'x', undefined)], [new ApiFailure(429, 'x', 'x', undefined)], [end]]))
        .seen,
      [1],
    );
  });

  it('gives up at once where it was refused, or no server was there from the start', async () => {
    const refused = new ApiFailure(401, 'unauthenticated', 'x', undefined);
    assert.equal((await follow([[news(1)], [refused]])).failure, refused);
    assert.equal((await follow([[unreachable]])).failure, unreachable);
  });

  it('gives up when nothing came back for five minutes', async () => {
    const clock = manualClock(0);
    const { failure, asked } = await follow([[news(1)], [unreachable]], clock);
    assert.equal(failure, unreachable);
    assert.ok(clock.now() > 300_000 && clock.now() < 320_000);
    assert.ok(asked.length > 30 && asked.length < 45);
  });

  it('is patient anew after each news', async () => {
    const clock = manualClock(0);
    const outages = Array.from({ length: 20 }, () => [unreachable]);
    const { seen, failure } = await follow([[news(1)], ...outages, [news(2)], ...outages, [news(3), end]], clock);
    assert.deepEqual([seen, failure], [[1, 2, 3], undefined]);
    assert.ok(clock.now() > 300_000);
  });

  it('does not go by news that it does not understand', async () => {
    const { failure } = await follow([[{ kind: 'news', data: '{"position":1}', id: '1' }]]);
    assert.ok(failure instanceof CliFailure);
    assert.equal(failure.rule, 'unexpected-answer');
  });
});
