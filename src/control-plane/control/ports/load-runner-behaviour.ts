import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LoadMeasurement, LoadOutcome, LoadRunner, LoadRunProgress, LoadRunRequest } from './load-runner.ts';
import { SourceError } from './source-error.ts';

/** A service under load, and what it has seen. */
interface Target {
  readonly baseUrl: string;
  readonly seen: { requests: number; authorized: number };
  close(): Promise<void>;
}

const TOKEN = 'secret-token-4711';

/** `/slow` answers after 400 ms, `/fail` with 500, everything else at once with 200. */
async function startTarget(): Promise<Target> {
  const seen = { requests: 0, authorized: 0 };
  const server = http.createServer((request, response) => {
    seen.requests += 1;
    if (request.headers.authorization === `Bearer ${TOKEN}`) seen.authorized += 1;
    response.statusCode = request.url === '/fail' ? 500 : 200;
    if (request.url === '/slow') setTimeout(() => response.end('ok'), 400);
    else response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { baseUrl: `http://127.0.0.1:${port}`, seen, close };
}

const IMPORTS = `import http from 'k6/http'; import { check, sleep } from 'k6'; import exec from 'k6/execution';\n`;

const arrivals = (rate: number, seconds: number, vus: number): string =>
  `{ gate: { executor: 'constant-arrival-rate', rate: ${rate}, duration: '${seconds}s', preAllocatedVUs: ${vus}, gracefulStop: '2s' } }`;

const get = (place: string): string => `http.get(__ENV.BASE_URL + '${place}', { headers: { Authorization: 'Bearer ' + __ENV.TOKEN } })`;

/** What a suite hands to each test: runs a script's text against the target. */
type Run = (script: string, changes?: Partial<LoadRunRequest>) => Promise<LoadOutcome>;

const measured = (outcome: LoadOutcome): LoadMeasurement => {
  assert.ok(outcome.kind === 'measured', outcome.kind === 'refused' ? outcome.message : outcome.kind);
  return outcome.result;
};

const verdicts = ({ thresholds }: LoadMeasurement): readonly string[] =>
  thresholds.map(({ metric, expression, passed }) => `${metric} ${expression} ${passed}`);

/** What every runner of load scripts does, whichever engine it has: run on the embedded one, and on a real k6 where there is one. */
export function describeLoadRunner(name: string, createRunner: (workingFolder: string) => LoadRunner): void {
  describe(`${name} as a load runner`, () => {
    let folder = '';
    let target: Target;
    const progress: LoadRunProgress[] = [];
    const logs: string[] = [];

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'load-runner-'));
      target = await startTarget();
    });

    beforeEach(() => {
      progress.length = 0;
      logs.length = 0;
      Object.assign(target.seen, { requests: 0, authorized: 0 });
    });

    after(async () => {
      await target.close();
      await rm(folder, { recursive: true });
    });

    const run: Run = async (script, changes = {}) => {
      const scriptPath = path.join(folder, 'script.ts');
      await writeFile(scriptPath, IMPORTS + script);
      return createRunner(folder).run({
        scriptPath,
        env: { BASE_URL: target.baseUrl },
        secrets: { TOKEN },
        signal: new AbortController().signal,
        onProgress: (look) => progress.push(look),
        onLog: (_level, message) => logs.push(message),
        deadlineMs: 50_000,
        memoryBytes: 1024 * 1024 * 1024,
        ...changes,
      });
    };

    it('measures a steady rate: as many requests as planned, with their thresholds judged', async () => {
      const script = `
        export const options = { scenarios: ${arrivals(50, 2, 60)}, thresholds: {
          'http_req_duration{scenario:gate}': ['p(95)<5000'], 'http_reqs{scenario:gate}': ['count>=99'], dropped_iterations: ['count<10'], checks: ['rate>0.99'] } };
        export default function () { check(${get('/')}, { 'is 200': (r) => r.status === 200 }); }`;
      const result = measured(await run(script));
      assert.equal(result.outcome, 'completed');
      assert.ok(result.requests >= 99 && result.requests <= 101, `${result.requests} requests`);
      assert.deepEqual([target.seen.requests, target.seen.authorized], [result.requests, result.requests]);
      assert.deepEqual(result.checks, { passes: result.requests, fails: 0 });
      assert.deepEqual(
        result.thresholds.map(({ passed }) => passed),
        [true, true, true, true],
      );
      assert.ok(progress.length > 0 && (result.metrics['http_req_duration']?.values['p(95)'] ?? 0) > 0);
    });

    it('keeps its schedule when the target is slow, and counts what it could not start', async () => {
      const script = `
        export const options = { scenarios: ${arrivals(20, 2, 2)}, thresholds: { dropped_iterations: ['count==0'] } };
        export default function () { ${get('/slow')}; }`;
      const result = measured(await run(script));
      const { completed, dropped } = result.iterations;
      assert.ok(completed >= 8 && completed <= 12 && completed + dropped >= 39 && completed + dropped <= 41, `${completed} and ${dropped}`);
      assert.deepEqual(verdicts(result), ['dropped_iterations count==0 false']);
    });

    it('fails the thresholds of a service that fails', async () => {
      const script = `
        export const options = { iterations: 5, thresholds: { http_req_failed: ['rate<0.01'] } };
        export default function () { ${get('/fail')}; }`;
      const result = measured(await run(script));
      assert.deepEqual(
        [verdicts(result), result.thresholds[0]?.observed, result.thresholds[0]?.samples],
        [['http_req_failed rate<0.01 false'], 1, 5],
      );
    });

    it('fails the threshold of a part that never had a sample', async () => {
      const script = `
        export const options = { iterations: 1, thresholds: { 'http_req_duration{name:nowhere}': ['p(95)<200'] } };
        export default function () { ${get('/')}; }`;
      const [threshold] = measured(await run(script)).thresholds;
      assert.deepEqual([threshold?.passed, threshold?.samples, threshold?.observed], [false, 0, undefined]);
    });

    it('counts the exceptions of a script that throws in every iteration, and passes nothing', async () => {
      const script = `
        export const options = { iterations: 4, thresholds: { http_reqs: ['count>=1'] } };
        export default function () { const nothing = undefined; nothing.field; }`;
      const result = measured(await run(script));
      assert.deepEqual([result.iterations.threw, result.iterations.completed, result.requests], [4, 0, 0]);
      assert.equal(result.exceptions[0]?.count, 4);
      assert.match(result.exceptions[0]?.location ?? '', /script\.ts:\d+/);
      assert.deepEqual(verdicts(result), ['http_reqs count>=1 false']);
    });

    it('ends early when a threshold says so', async () => {
      const script = `
        export const options = { scenarios: ${arrivals(20, 40, 5)}, thresholds: { http_req_failed: [{ threshold: 'rate<0.01', abortOnFail: true }] } };
        export default function () { ${get('/fail')}; }`;
      const result = measured(await run(script));
      assert.equal(result.outcome, 'aborted');
      assert.ok(result.requests < 400, `${result.requests} requests`);
      assert.deepEqual(
        result.thresholds.map(({ passed, abortOnFail }) => [passed, abortOnFail]),
        [[false, true]],
      );
    });

    it('ends early when the script says so', async () => {
      const script = `
        export const options = { vus: 1, duration: '40s' };
        export default function () { exec.test.abort('wrong environment'); }`;
      assert.equal(measured(await run(script)).outcome, 'aborted');
    });

    it('ends gracefully at a signal, with what was measured until then', async () => {
      const stop = new AbortController();
      const script = `
        export const options = { scenarios: ${arrivals(20, 40, 5)} };
        export default function () { ${get('/')}; }`;
      const onProgress = (look: LoadRunProgress): void => {
        if (look.requests > 5) stop.abort();
      };
      const result = measured(await run(script, { signal: stop.signal, onProgress }));
      assert.equal(result.outcome, 'interrupted');
      assert.ok(result.requests > 5 && result.requests < 700, `${result.requests} requests`);
    });

    it('refuses a script that throws in its init stage, and sends nothing', async () => {
      const outcome = await run(`throw new Error('BASE_URL is missing'); export default function () {}`);
      assert.ok(outcome.kind === 'refused' && /BASE_URL is missing/.test(outcome.message), JSON.stringify(outcome));
      assert.equal(target.seen.requests, 0);
    });

    it('refuses a threshold with a method that the metric does not have', async () => {
      const outcome = await run(
        `export const options = { thresholds: { http_reqs: ['p(95)<200'] } }; export default function () { ${get('/')}; }`,
      );
      assert.equal(outcome.kind, 'refused');
      assert.equal(target.seen.requests, 0);
    });

    it('never tells a secret', async () => {
      const outcome = await run(
        `export default function () { console.log('token ' + __ENV.TOKEN); throw new Error('with ' + __ENV.TOKEN); }`,
      );
      const told = JSON.stringify([outcome, logs]);
      assert.ok(!told.includes(TOKEN) && told.includes('***'), told);
    });

    it('kills a run that is not done at its deadline', async () => {
      const script = `export const options = { vus: 1, duration: '10m' }; export default function () { for (;;); }`;
      await assert.rejects(
        run(script, { deadlineMs: 3000 }),
        (error) => error instanceof SourceError && error.code === 'load-runner-deadline',
      );
    });

    it('ends a run that eats more memory than it may', async () => {
      const script = `
        export const options = { scenarios: { eater: { executor: 'per-vu-iterations', vus: 40, iterations: 1, maxDuration: '40s' } } };
        export default function () { const kept = []; for (let i = 0; i < 48; i += 1) { kept.push(new Uint8Array(1024 * 1024).fill(1)); } sleep(30); return kept.length; }`;
      const request = { memoryBytes: 400 * 1024 * 1024 };
      await assert.rejects(
        run(script, request),
        (error) => error instanceof SourceError && error.code === 'load-runner-memory' && !error.retryable,
      );
    });
  });
}
