import assert from 'node:assert/strict';
import { inMemoryScript } from './in-memory-script.ts';
import { ScriptRefused } from './load-result.ts';
import { manualClock } from './manual-clock.ts';
import { runProcess } from './run-process.ts';
import type { ProcessMessage } from './run-protocol.ts';
import type { OpenScript } from './virtual-user.ts';

const REQUEST = {
  command: 'run',
  scriptPath: 'in-memory.ts',
  env: { BASE_URL: 'http://here' },
  secrets: { TOKEN: 'tok-12345' },
  limits: { memoryBytes: 1, initMs: 1, maxVus: 10 },
  processMemoryBytes: 100,
  workingFolder: '/nowhere',
};

const FIGURES = { looks: 100, loopDelay: { p50: 0, p99: 1, max: 2 }, cpuShare: 0.1, memoryBytes: 1 };

const start = (input: string, openScript?: OpenScript, memoryUsed = () => 0) => {
  const clock = manualClock();
  const messages: ProcessMessage[] = [];
  const script = inMemoryScript({ clock, iterate: ({ take }) => take(1000) });
  const code = runProcess({
    input,
    write: (message) => messages.push(message),
    signal: new AbortController().signal,
    clock,
    openScript: openScript ?? (async () => script),
    startThread: () => assert.fail('nobody asked for threads'),
    watchGenerator: () => ({ read: () => FIGURES, stop: () => {} }),
    memoryUsed,
  });
  return { clock, messages, code };
};

describe('runProcess', () => {
  it('writes progress and then the result, and exits with 0', async () => {
    const { clock, messages, code } = start(JSON.stringify(REQUEST));
    await clock.advance(2000);
    assert.equal(await code, 0);
    assert.deepEqual([...new Set(messages.map(({ type }) => type))], ['progress', 'result']);
  });

  it('gives the script its secrets, and masks them in whatever it writes', async () => {
    let env: Readonly<Record<string, string>> = {};
    const { messages, code } = start(JSON.stringify(REQUEST), async (request) => {
      env = request.env;
      request.log('info', `Bearer ${request.env['TOKEN']}`);
      throw new ScriptRefused('no tok-12345 here', 'a.ts:1:1');
    });
    assert.equal(await code, 2);
    assert.deepEqual(env, { BASE_URL: 'http://here', TOKEN: 'tok-12345' });
    assert.deepEqual(messages, [
      { type: 'log', level: 'info', message: 'Bearer ***SECRET_REDACTED***' },
      { type: 'refused', blame: 'script', message: 'a.ts:1:1: no ***SECRET_REDACTED*** here', location: 'a.ts:1:1' },
    ]);
  });

  it('says what the engine failed with', async () => {
    const { messages, code } = start(JSON.stringify(REQUEST), () => Promise.reject(new Error('no WebAssembly')));
    assert.equal(await code, 1);
    assert.deepEqual(messages, [{ type: 'failed', code: 'crashed', message: 'no WebAssembly' }]);
  });

  it('ends when it has more memory than it may', async () => {
    const { clock, messages, code } = start(
      JSON.stringify({ ...REQUEST, processMemoryBytes: 50 * 1024 * 1024 }),
      undefined,
      () => 80 * 1024 * 1024,
    );
    await clock.advance(100);
    assert.equal(await code, 70);
    assert.match(JSON.stringify(messages), /used 80 MiB of memory, and may use 50 MiB/);
  });

  for (const [input, problem] of [
    ['', 'is not JSON'],
    ['1', 'is not an object'],
    ['{}', 'needs a command, one of run, inspect'],
    [JSON.stringify({ ...REQUEST, scriptPath: 1 }), 'needs scriptPath'],
    [JSON.stringify({ ...REQUEST, workingFolder: undefined }), 'needs workingFolder'],
    [JSON.stringify({ ...REQUEST, secrets: undefined }), 'needs secrets'],
    [JSON.stringify({ ...REQUEST, processMemoryBytes: '1' }), 'needs processMemoryBytes'],
  ] as const) {
    it(`does not run a request that ${problem}, and does not repeat it`, async () => {
      const { messages, code } = start(input);
      assert.equal(await code, 1);
      assert.ok(JSON.stringify(messages).includes(problem) && !JSON.stringify(messages).includes('tok-12345'));
    });
  }
});
