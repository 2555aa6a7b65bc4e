import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from './clock.ts';
import { type LoadResult, ScriptRefused } from './load-result.ts';
import { openScript } from './open-script.ts';
import { runScript } from './run-script.ts';
import { startTestTarget, type TestTarget } from './test-target.ts';

const LIMITS = { memoryBytes: 64 * 1024 * 1024, initMs: 5000, allowedHosts: undefined, maxVus: 100 };

describe('a real script on a real server', () => {
  let folder = '';
  let target: TestTarget;
  const seen: string[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'run-script-'));
    target = await startTestTarget((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      if (request.url === '/slow') setTimeout(() => response.end('ok'), 300);
      else if (request.url === '/brief') setTimeout(() => response.end('ok'), 20);
      else response.end('{"id":7}');
    });
  });

  beforeEach(() => seen.splice(0));

  after(async () => {
    await target.close();
    await rm(folder, { recursive: true });
  });

  const run = async (script: string, env: Readonly<Record<string, string>> = {}): Promise<LoadResult> => {
    const scriptPath = path.join(folder, 'script.ts');
    await writeFile(
      scriptPath,
      `import http from 'k6/http'; import { check, group, sleep } from 'k6'; import { Counter, Trend } from 'k6/metrics';\n${script}`,
    );
    return runScript({
      scriptPath,
      env: { BASE_URL: target.baseUrl, ...env },
      limits: LIMITS,
      signal: new AbortController().signal,
      onProgress: () => {},
      log: () => {},
      clock: systemClock,
      openScript,
      workingFolder: folder,
    });
  };

  it('makes exactly the requests of its schedule', async () => {
    const result = await run(`
      export const options = { scenarios: { gate: { executor: 'constant-arrival-rate', rate: 100, duration: '1s', preAllocatedVUs: 20 } } };
      export default () => { http.post(__ENV.BASE_URL + '/orders'); }`);
    assert.deepEqual([result.requests + result.iterations.dropped, seen.length], [100, result.requests]);
    assert.equal(result.metrics['http_req_duration']?.values['count'], result.requests);
  });

  it('drops arrivals that find a slow target, and starts the others on time', async () => {
    const result = await run(`
      export const options = { scenarios: { gate: { executor: 'constant-arrival-rate', rate: 50, duration: '1s', preAllocatedVUs: 2, maxVUs: 4 } } };
      export default () => { http.get(__ENV.BASE_URL + '/slow'); }`);
    const { completed, dropped } = result.iterations;
    assert.equal(completed + dropped, 50);
    assert.ok(completed >= 12 && completed <= 18, `${completed} completed`);
  });

  it('tells scenarios apart in metrics, checks in groups, and runs each its own function', async () => {
    const result = await run(`
      const orders = new Counter('orders'); const size = new Trend('size');
      export const options = {
        scenarios: {
          read: { executor: 'per-vu-iterations', vus: 2, iterations: 3, exec: 'read', tags: { kind: 'r' } },
          write: { executor: 'shared-iterations', vus: 2, iterations: 4, exec: 'write', env: { PLACE: '/written' } } },
        thresholds: { 'http_reqs{scenario:read}': ['count==6'], 'http_reqs{kind:r}': ['count==6'], 'http_reqs{scenario:write}': ['count==4'],
          orders: ['count==4'], 'size{big:yes}': ['max==10'], 'checks{group:::reading}': ['rate==1'], iterations: ['count==10'] } };
      export function read() { group('reading', () => { check(http.get(__ENV.BASE_URL + '/read'), { ok: (r) => r.json('id') === 7 }); }); }
      export function write() { http.get(__ENV.BASE_URL + __ENV.PLACE); orders.add(1); size.add(10, { big: 'yes' }); size.add(3); }`);
    assert.deepEqual(
      result.thresholds.filter(({ passed }) => !passed),
      [],
    );
    assert.equal(seen.filter((request) => request === 'GET /written').length, 4);
  });

  it('runs setup once before and teardown once after, and counts their requests', async () => {
    const result = await run(`
      export const options = { iterations: 2, thresholds: { 'http_reqs{group:::setup}': ['count==1'], 'http_reqs{group:::teardown}': ['count==1'] } };
      export function setup() { return http.get(__ENV.BASE_URL + '/setup').json(); }
      export default function (data) { http.get(__ENV.BASE_URL + '/item/' + data.id); }
      export function teardown(data) { http.get(__ENV.BASE_URL + '/teardown/' + data.id); }`);
    assert.deepEqual(seen, ['GET /setup', 'GET /item/7', 'GET /item/7', 'GET /teardown/7']);
    assert.deepEqual([result.requests, result.thresholds.map(({ passed }) => passed)], [4, [true, true]]);
  });

  it('follows a ramp of users', async () => {
    const result = await run(`
      export const options = { scenarios: { ramp: { executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '600ms', target: 3 }, { duration: '200ms', target: 0 }], gracefulRampDown: '1s' } } };
      export default () => { sleep(0.05); }`);
    assert.ok(result.iterations.completed > 2 && result.iterations.interrupted === 0, JSON.stringify(result.iterations));
  });

  it('interrupts what hangs when its gracefulStop is over, a busy loop and a request alike', async () => {
    const scenario = `executor: 'constant-vus', vus: 1, duration: '200ms', gracefulStop: '50ms'`;
    const result = await run(`
      export const options = { scenarios: { busy: { ${scenario}, exec: 'busy' }, waiting: { ${scenario}, exec: 'waiting' } } };
      export function busy() { for (;;); }
      export function waiting() { http.get(__ENV.BASE_URL + '/slow'); http.get(__ENV.BASE_URL + '/slow'); }`);
    assert.deepEqual([result.iterations.completed, result.iterations.interrupted], [0, 2]);
  });

  it('counts what the script throws, with its place in the TypeScript', async () => {
    const result = await run(`
      export const options = { iterations: 3 };
      interface Order { readonly id: number }
      export default function () {
        const order = undefined as unknown as Order;
        return order.id;
      }`);
    assert.deepEqual([result.iterations.threw, result.exceptions.length, result.exceptions[0]?.count], [3, 1, 3]);
    assert.match(result.exceptions[0]?.location ?? '', /script\.ts:7:/);
  });

  it('adds users while it runs without losing its schedule', async () => {
    const result = await run(`
      export const options = { scenarios: { gate: { executor: 'constant-arrival-rate', rate: 200, duration: '2s', preAllocatedVUs: 5, maxVUs: 80 } } };
      export default () => { http.get(__ENV.BASE_URL + '/brief'); }`);
    const { completed, dropped } = result.iterations;
    assert.equal(completed + dropped, 400);
    // What is dropped is the machine's affair, and none where it is idle; a collapse drops nearly all, or starts it seconds late.
    assert.ok(completed >= 100 && result.startLag.max <= 101, JSON.stringify([result.iterations, result.startLag]));
    assert.equal(result.metrics['dropped_iterations']?.values['count'], dropped);
  });

  it('runs on when the script calls the test failed, and passes nothing on it', async () => {
    const result = await run(`
      import exec from 'k6/execution';
      export const options = { iterations: 3 };
      export default () => { exec.test.fail('stock is wrong'); };`);
    assert.deepEqual([result.outcome, result.abortReason, result.iterations.completed], ['aborted', 'stock is wrong', 3]);
  });

  it('gives up a setup that takes longer than its timeout', async () => {
    const result = await run(`
      export const options = { setupTimeout: '100ms' };
      export function setup() { sleep(60); }
      export default function () { http.get(__ENV.BASE_URL + '/'); }`);
    assert.deepEqual([result.outcome, result.requests], ['aborted', 0]);
    assert.match(result.abortReason ?? '', /setup\(\) took longer than its 0\.1 s/);
  });

  it('refuses before it sends anything', async () => {
    const body = `export default function () { http.get(__ENV.BASE_URL + '/'); }`;
    for (const options of [
      `{ vus: 'ten', duration: '1s' }`,
      `{ thresholds: { http_reqs: ['p(95)<1'] } }`,
      `{ scenarios: { a: { executor: 'constant-vus', exec: 'nobody', duration: '1s' } } }`,
    ]) {
      await assert.rejects(run(`export const options = ${options}; ${body}`), ScriptRefused);
    }
    assert.deepEqual(seen, []);
  });
});
