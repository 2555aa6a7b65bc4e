import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from './clock.ts';
import { type LoadResult, ScriptRefused } from './load-result.ts';
import { openScript } from './open-script.ts';
import { consolidateOptions } from './options/consolidate-options.ts';
import { runScript } from './run-script.ts';
import { startTestTarget } from './test-target.ts';

const FOLDER = fileURLToPath(new URL('../../loadtests', import.meta.url));
const LIMITS = { memoryBytes: 64 * 1024 * 1024, initMs: 5000, allowedHosts: undefined, maxVus: 2000 };
const ENV = { BASE_URL: 'http://127.0.0.1:9', TOKEN: 'token' };

const open = (file: string, env: Readonly<Record<string, string>>) =>
  openScript({ path: path.join(FOLDER, file), env, limits: LIMITS, log: () => {} });

const optionsOf = async (file: string, env: Readonly<Record<string, string>>) => {
  const script = await open(file, env);
  await script.dispose();
  return consolidateOptions(script);
};

describe('the load scripts of this repository', () => {
  it('can all be run, and all close the hole of a run that measured nothing', async () => {
    const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.k6.ts'));
    assert.ok(files.length > 0);
    for (const file of files) {
      const { thresholds } = await optionsOf(file, ENV);
      assert.ok(
        thresholds.some(({ key, expression }) => key.name === 'http_reqs' && expression.operator.startsWith('>')),
        `${file} bounds no requests`,
      );
      assert.ok(
        thresholds.some(({ key }) => key.name === 'dropped_iterations'),
        `${file} bounds no dropped iterations`,
      );
    }
  });
});

const failed = ({ thresholds }: LoadResult): readonly string[] => thresholds.filter(({ passed }) => !passed).map(({ metric }) => metric);

describe('loadtests/workflow-service.k6.ts', () => {
  const FILE = 'workflow-service.k6.ts';

  const run = async (status: number, delayMs: number): Promise<{ readonly result: LoadResult; readonly bodies: readonly string[] }> => {
    const bodies: string[] = [];
    const target = await startTestTarget((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        bodies.push(`${request.method} ${request.url} ${request.headers.authorization} ${request.headers['content-type']} ${body}`);
        response.statusCode = status;
        setTimeout(() => response.end('{"id":"1"}'), delayMs);
      });
    });
    const request = { scriptPath: path.join(FOLDER, FILE), limits: LIMITS, clock: systemClock, openScript, workingFolder: tmpdir() };
    const env = { BASE_URL: target.baseUrl, TOKEN: 'token-1', RATE: '20', DURATION: '2s' };
    const result = await runScript({ ...request, env, signal: new AbortController().signal, onProgress: () => {}, log: () => {} });
    await target.close();
    return { result, bodies };
  };

  it('plans 100 starts a second for 5 minutes, and bounds what it plans', async () => {
    const { scenarios, thresholds } = await optionsOf(FILE, ENV);
    const [gate] = scenarios;
    assert.ok(gate?.executor === 'constant-arrival-rate');
    assert.deepEqual([gate.rate, gate.timeUnitMs, gate.durationMs], [100, 1000, 300_000]);
    const limits = Object.fromEntries(thresholds.map(({ metric, expression }) => [metric, expression.text]));
    assert.deepEqual(limits, {
      'http_req_duration{scenario:gate}': 'p(95)<200',
      'http_req_failed{scenario:gate}': 'rate<0.01',
      'http_reqs{scenario:gate}': 'count>=29700',
      dropped_iterations: 'count<=300',
      checks: 'rate>0.99',
    });
  });

  it('follows RATE and DURATION', async () => {
    const { thresholds } = await optionsOf(FILE, { ...ENV, RATE: '10', DURATION: '1m30s' });
    assert.ok(thresholds.some(({ expression }) => expression.text === 'count>=891'));
  });

  it('refuses to run without BASE_URL or TOKEN', async () => {
    await assert.rejects(
      open(FILE, { BASE_URL: 'http://127.0.0.1:9' }),
      (error) => error instanceof ScriptRefused && /TOKEN is not set/.test(error.message),
    );
  });

  it('creates workflows with its token, and passes a service that is well', async () => {
    const { result, bodies } = await run(201, 5);
    const unwell = failed(result).filter((metric) => !metric.startsWith('http_req_duration')); // a machine that is busy is slow too
    assert.deepEqual([unwell, result.requests, result.exceptions], [[], 40, []]);
    const [duration] = result.thresholds;
    assert.equal(duration?.passed, (duration?.observed ?? 0) < 200);
    assert.deepEqual(
      [...new Set(bodies)],
      ['POST /api/v1/workflows Bearer token-1 application/json {"name":"Load Test","description":"Test"}'],
    );
  });

  it('fails a service that is slow, and one that fails', async () => {
    assert.ok(failed((await run(201, 260)).result).includes('http_req_duration{scenario:gate}'));
    const failing = failed((await run(503, 1)).result);
    assert.ok(failing.includes('http_req_failed{scenario:gate}') && failing.includes('checks'), failing.join());
  });
});
