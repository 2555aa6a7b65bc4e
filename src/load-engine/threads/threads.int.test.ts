import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../clock.ts';
import { type LoadResult, ScriptRefused } from '../load-result.ts';
import { openScript } from '../open-script.ts';
import type { LoadOutput, Sample } from '../outputs/load-output.ts';
import type { RunScriptRequest } from '../run-request.ts';
import { runScript } from '../run-script.ts';
import { startTestTarget, type TestTarget } from '../test-target.ts';
import { startWorker } from './start-worker.ts';
import type { StartThread } from './thread-protocol.ts';

const LIMITS = { memoryBytes: 64 * 1024 * 1024, initMs: 5000, allowedHosts: undefined, maxVus: 100 };

/** The second thread dies as soon as it works. */
const dying: StartThread = (start) => {
  const thread = startWorker(start);
  if (start.index === 1) thread.listen((message) => message.kind === 'look' && message.look.active > 0 && void thread.kill());
  return thread;
};

describe('a test on two threads', () => {
  let folder = '';
  let target: TestTarget;
  const seen: string[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'threads-'));
    target = await startTestTarget((request, response) => {
      seen.push(request.url ?? '');
      response.end('{"id":7}');
    });
  });

  beforeEach(() => seen.splice(0));

  after(async () => {
    await target.close();
    await rm(folder, { recursive: true });
  });

  const run = async (script: string, change: Partial<RunScriptRequest> = {}): Promise<LoadResult> => {
    const scriptPath = path.join(folder, 'script.ts');
    await writeFile(
      scriptPath,
      `import http from 'k6/http'; import { check, sleep } from 'k6'; import { Counter } from 'k6/metrics'; import exec from 'k6/execution';\n${script}`,
    );
    return runScript({
      scriptPath,
      env: { BASE_URL: target.baseUrl },
      limits: LIMITS,
      signal: new AbortController().signal,
      onProgress: () => {},
      log: () => {},
      clock: systemClock,
      openScript,
      workingFolder: folder,
      threads: 2,
      startThread: startWorker,
      ...change,
    });
  };

  it('keeps traces of the slowest and the first failed requests where it is traced, without any output', async () => {
    const script = `export const options = { scenarios: { pot: { executor: 'shared-iterations', vus: 4, iterations: 80 } } };
      export default () => {
        const missing = exec.scenario.iterationInTest % 4 === 0;
        http.get(__ENV.BASE_URL + '/', { tags: { name: 'home' }, ...(missing ? { responseCallback: http.expectedStatuses(404) } : {}) });
      };`;
    for (const threads of [1, 2]) {
      const { exemplars, requests, metrics } = await run(script, { threads, traced: true });
      assert.equal(requests, 80);
      assert.ok(exemplars.length >= 10 && exemplars.length <= 20);
      for (const { traceId, metric, tags } of exemplars) {
        assert.match(traceId, /^[0-9a-f]{32}$/);
        assert.deepEqual([metric, tags['name']], ['http_req_duration', 'home']);
      }
      assert.ok(exemplars.slice(0, 10).every(({ tags }) => tags['expected_response'] === 'false'));
      assert.equal(Math.max(...exemplars.map(({ value }) => value)), metrics['http_req_duration']?.values['max']);
    }
    assert.deepEqual((await run(script)).exemplars, []);
  });

  it('counts what one thread would: requests, checks, parts, custom metrics, exceptions; setup reaches all, and each iteration has its own number', async () => {
    const samples: Sample[] = [];
    const output: LoadOutput = {
      name: 'samples',
      start: async () => {},
      sample: (sample) => samples.push(sample),
      finish: async () => [],
    };
    const result = await run(
      `const orders = new Counter('orders');
      export const options = {
        scenarios: {
          rate: { executor: 'constant-arrival-rate', rate: 40, duration: '1500ms', preAllocatedVUs: 4 },
          pot: { executor: 'shared-iterations', vus: 3, iterations: 25, exec: 'pot' },
        },
        thresholds: { 'http_reqs{scenario:rate}': ['count==60'], orders: ['count==25'], 'http_req_duration{scenario:rate}': ['p(95)<5000'], checks: ['rate==1'] },
      };
      export function setup() { return { token: 'abc' }; }
      export default (data) => {
        const { iterationInTest } = exec.scenario;
        check(http.get(__ENV.BASE_URL + '/' + data.token + '/' + iterationInTest), { ok: (r) => r.json('id') === 7 });
      };
      export function pot() {
        orders.add(1);
        http.get(__ENV.BASE_URL + '/pot/' + exec.scenario.iterationInTest + '/' + __VU);
        if (exec.scenario.iterationInTest % 5 === 0) throw new Error('out of stock');
      }`,
      { outputs: [output] },
    );
    const made = 60 - result.iterations.dropped;
    assert.deepEqual(
      [result.outcome, result.requests, result.iterations.threw, result.iterations.completed, result.checks],
      ['completed', made + 25, 5, made + 20, { passes: made, fails: 0 }],
    );
    assert.deepEqual(new Set(seen).size, seen.length, 'no iteration has the number of another');
    const dealt = seen.filter((url) => url.startsWith('/pot/')).map((url) => Number(url.split('/')[2]));
    assert.deepEqual(
      dealt.toSorted((one, other) => one - other),
      Array.from({ length: 25 }, (_, index) => index),
    );
    assert.equal(new Set(seen.filter((url) => url.startsWith('/pot/')).map((url) => url.split('/')[3])).size, 3);
    assert.deepEqual(
      result.thresholds.map(({ passed, samples: count }) => [passed, count]),
      [
        [made === 60, made],
        [true, 25],
        [true, made],
        [true, made],
      ],
    );
    assert.deepEqual(
      result.exceptions.map(({ message, count }) => [message, count]),
      [['Error: out of stock', 5]],
    );
    assert.equal(samples.filter(({ metric }) => metric.name === 'http_reqs').length, result.requests);
    assert.equal(result.metrics['vus_max']?.values['max'], 7);
  });

  it('ends everywhere when a threshold on the whole is crossed', async () => {
    const result = await run(
      `export const options = { vus: 4, duration: '60s', thresholds: { http_reqs: [{ threshold: 'count<20', abortOnFail: true }] } };
      export default () => { http.get(__ENV.BASE_URL + '/'); sleep(0.05); };`,
    );
    assert.match(result.abortReason ?? '', /^threshold http_reqs count<20 was crossed/);
  });

  it('ends everywhere when the script of one says so, and goes on where it only calls the test failed', async () => {
    const result = await run(
      `export const options = { vus: 4, duration: '60s' };
      export default () => { if (__VU === 3 && __ITER === 3) exec.test.abort('wrong environment'); sleep(0.05); };`,
    );
    assert.deepEqual([result.outcome, result.abortReason], ['aborted', 'wrong environment']);
    const marked = await run(
      `export const options = { scenarios: { all: { executor: 'per-vu-iterations', vus: 4, iterations: 2 } } };
      export default () => { if (__VU === 2) exec.test.fail('stock is wrong'); };`,
    );
    assert.deepEqual([marked.outcome, marked.abortReason, marked.iterations.completed], ['aborted', 'stock is wrong', 8]);
  });

  it('ends gracefully at a signal', async () => {
    const stop = new AbortController();
    const result = await run(
      `export const options = { vus: 2, duration: '60s' };
      export default () => { http.get(__ENV.BASE_URL + '/'); sleep(0.3); };`,
      { signal: stop.signal, onProgress: ({ requests }) => requests > 2 && stop.abort() },
    );
    assert.deepEqual([result.outcome, result.iterations.interrupted], ['interrupted', 0]);
    assert.equal(result.iterations.completed, seen.length);
  });

  it('shows a script the whole process: exec.instance counts the users and iterations of all threads', async () => {
    const script = `export const options = { scenarios: { all: { executor: 'per-vu-iterations', vus: 4, iterations: 5 } } };
      export default () => {
        sleep(0.4);
        if (__ITER === 4) http.get(__ENV.BASE_URL + '/' + exec.instance.vusInitialized + '/' + (exec.instance.iterationsCompleted > 7));
      };`;
    await run(script);
    assert.deepEqual(new Set(seen), new Set(['/4/true']));
  });

  it('is no result where a thread dies', async () => {
    const script = `export const options = { vus: 2, duration: '60s' }; export default () => { sleep(0.1); };`;
    await assert.rejects(run(script, { startThread: dying }), /the load engine failed: thread 2 of 2 ended before its work was done/);
  });

  it('refuses in a thread what is refused there, before the first request', async () => {
    const script = `if (__VU > 0 && __ENV.BAD) throw new Error('not with this'); export const options = { vus: 2, duration: '1s' }; export default () => {};`;
    await assert.rejects(
      run(script, { env: { BAD: 'yes' } }),
      (error) => error instanceof ScriptRefused && /not with this/.test(error.message),
    );
    assert.deepEqual(seen, []);
  });

  it('takes no more threads than there are users', async () => {
    const one = `export const options = { vus: 1, iterations: 3 }; export default () => { http.get(__ENV.BASE_URL + '/'); };`;
    assert.equal((await run(one, { startThread: () => assert.fail('a thread was started') })).requests, 3);
  });
});
