import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { type GracefulShutdownOptions, gracefulShutdown } from './graceful-shutdown.ts';
import { collect } from './testing/collect.ts';
import { type ListeningServer, listen } from './testing/listen.ts';

describe('graceful shutdown', () => {
  let served: ListeningServer;
  let signals: EventEmitter;
  let steps: string[];
  let requests: ReturnType<typeof collect<() => void>>;
  /** How long each wait was asked for, and the way to end it. */
  let waits: ReturnType<typeof collect<{ readonly ms: number; readonly end: () => void }>>;
  const agent = new Agent({ keepAlive: true });

  beforeEach(async () => {
    signals = new EventEmitter();
    steps = [];
    requests = collect();
    waits = collect();
    served = await listen((_request, response) => requests.add(() => void response.end('done')));
  });
  afterEach(async () => {
    agent.destroy();
    await served.close();
  });

  const start = (options: Partial<GracefulShutdownOptions> = {}) =>
    gracefulShutdown({
      server: served.server,
      health: { beginShutdown: () => void steps.push('not ready') },
      drainDelayMs: 100,
      deadlineMs: 2000,
      signals,
      wait: (ms, signal) =>
        new Promise<void>((resolve) => {
          if (signal.aborted) resolve();
          signal.addEventListener('abort', () => resolve(), { once: true });
          waits.add({ ms, end: resolve });
        }),
      ...options,
    });
  const call = () => {
    const sent = request(served.url, { agent }).end();
    return once(sent, 'response').then(async ([response]) => [await text(response), response.headers.connection] as const);
  };
  const endWait = async (index: number) => (await waits.atLeast(index + 1))[index]?.end();

  it('is not ready first, accepts during the drain delay, finishes what is in hand, then closes in order', async () => {
    const close = ['bus', 'store'].map((name) => async () => void steps.push(`close ${name}`));
    const ended = start({ close });
    const before = call();
    await requests.atLeast(1);
    signals.emit('SIGTERM');
    await waits.atLeast(1);
    assert.deepEqual(steps, ['not ready']);
    const during = call();
    await requests.atLeast(2);
    await endWait(0);
    await waits.atLeast(2);
    assert.equal(served.server.listening, false);
    await assert.rejects(call(), /ECONNREFUSED/);
    assert.deepEqual(steps, ['not ready']);
    for (const answer of requests.values) answer();
    assert.equal((await before)[0], 'done');
    assert.deepEqual(await during, ['done', 'close']);
    assert.deepEqual(await ended, { kind: 'drained', problems: [] });
    assert.deepEqual(steps, ['not ready', 'close bus', 'close store']);
    assert.deepEqual(
      waits.values.map(({ ms }) => ms),
      [100, 2000, 2000, 2000],
    );
    assert.deepEqual([signals.listenerCount('SIGTERM'), signals.listenerCount('SIGINT')], [0, 0]);
  });

  it('cuts off at the deadline what is still in hand, and says so', async () => {
    const ended = start();
    const cut = assert.rejects(call(), /socket hang up/);
    await requests.atLeast(1);
    signals.emit('SIGINT');
    await endWait(0);
    await endWait(1);
    await cut;
    assert.deepEqual(await ended, { kind: 'cut-off', problems: [] });
  });

  it('ends at once at the second signal', async () => {
    const ended = start({ close: [() => new Promise(() => undefined)] });
    const cut = assert.rejects(call(), /socket hang up/);
    await requests.atLeast(1);
    signals.emit('SIGTERM');
    await waits.atLeast(1);
    signals.emit('SIGINT');
    await cut;
    const { kind, problems } = await ended;
    assert.deepEqual([kind, problems.length], ['forced', 1]);
  });

  it('goes on closing when one step fails or hangs, and names both', async () => {
    const ended = start({
      close: [
        () => Promise.reject(new Error('bus is gone')),
        () => new Promise(() => undefined),
        async () => void steps.push('close store'),
      ],
    });
    signals.emit('SIGTERM');
    await endWait(0);
    await endWait(3);
    const { kind, problems } = await ended;
    assert.equal(kind, 'drained');
    assert.match(String(problems[0]), /bus is gone/);
    assert.match(String(problems[1]), /still running at the deadline/);
    assert.deepEqual(steps, ['not ready', 'close store']);
  });

  it('drops no request of a real process that gets SIGTERM', async () => {
    const child = spawn(process.execPath, [new URL('./testing/serve-until-signal.ts', import.meta.url).pathname], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = collect<string>();
    createInterface({ input: child.stdout }).on('line', (line) => lines.add(line));
    const [url = ''] = await lines.atLeast(1);
    const answer = fetch(url, { signal: AbortSignal.timeout(20_000) }).then((response) => response.text());
    await lines.atLeast(2);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    assert.equal(await answer, 'done');
    assert.deepEqual(await ended, [0, null]);
    assert.equal((await lines.atLeast(3))[2], 'drained');
  });
});
