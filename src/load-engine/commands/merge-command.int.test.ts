import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { LoadResult } from '../load-result.ts';
import type { LastMessage } from '../run-protocol.ts';
import { startTestTarget, type TestTarget } from '../test-target.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

const SCRIPT = `
  import http from 'k6/http'; import { check } from 'k6'; import exec from 'k6/execution';
  export const options = {
    scenarios: {
      rate: { executor: 'constant-arrival-rate', rate: 30, duration: '2s', preAllocatedVUs: 10 },
      pot: { executor: 'shared-iterations', vus: 3, iterations: 31 },
    },
    thresholds: { http_reqs: ['count>=80'], 'http_req_duration{scenario:pot}': ['p(95)<5000'], checks: ['rate==1'] },
  };
  export default () => {
    const { name, iterationInTest } = exec.scenario;
    check(http.get(__ENV.BASE_URL + '/' + name + '/' + iterationInTest), { ok: (r) => r.status === 200 });
  };`;

/** One command for a process of the engine, as the adapter of the control plane gives it. */
const ask = async (request: Readonly<Record<string, unknown>>): Promise<LastMessage> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ secrets: {}, processMemoryBytes: 1e9, ...request }));
  const lines = (await text(child.stdout)).trim().split('\n');
  return JSON.parse(lines.at(-1) ?? '') as LastMessage;
};

const resultOf = (message: LastMessage): LoadResult => {
  assert.ok(message.type === 'result', JSON.stringify(message).slice(0, 500));
  return message.result;
};

const due = ({ iterations }: LoadResult): number => iterations.completed + iterations.dropped;

describe('a test over two processes', () => {
  let folder = '';
  let target: TestTarget;
  const seen: string[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'merge-'));
    await writeFile(path.join(folder, 'script.ts'), SCRIPT);
    target = await startTestTarget((request, response) => {
      seen.push(request.url ?? '');
      response.end('ok');
    });
  });

  beforeEach(() => seen.splice(0));

  after(async () => {
    await target.close();
    await rm(folder, { recursive: true });
  });

  const run = (segment: string | undefined, record: string): Promise<LastMessage> =>
    ask({
      command: 'run',
      scriptPath: path.join(folder, 'script.ts'),
      workingFolder: folder,
      env: { BASE_URL: target.baseUrl },
      limits: { memoryBytes: 64 * 1024 * 1024, initMs: 5000, maxVus: 100 },
      outputs: [{ kind: 'record', path: record }],
      ...(segment === undefined
        ? {}
        : { optionLayers: { flags: { executionSegment: segment, executionSegmentSequence: '0,1/2,1' }, environment: {}, file: {} } }),
    });

  const merge = (records: readonly string[], outputs: readonly unknown[] = []): Promise<LastMessage> =>
    ask({ command: 'merge', workingFolder: folder, records, outputs });

  it('comes to what one process comes to: each start and each iteration once, thresholds judged on the whole', async () => {
    const parts = await Promise.all([run('0:1/2', 'a.json'), run('1/2:1', 'b.json')]);
    const [one, other] = parts.map(resultOf) as [LoadResult, LoadResult];
    const numbers = [...seen];
    const merged = resultOf(await merge(['a.json', 'b.json'], [{ kind: 'record', path: 'whole.json' }]));
    assert.equal(new Set(numbers).size, numbers.length, 'no process did what the other did');
    assert.equal(merged.requests, numbers.length);
    assert.equal(merged.requests, one.requests + other.requests);
    assert.deepEqual([due(merged), due(one) + due(other)], [91, 91]);
    assert.deepEqual(
      numbers
        .filter((url) => url.startsWith('/pot/'))
        .map((url) => Number(url.slice(5)))
        .toSorted((a, b) => a - b),
      Array.from({ length: 31 }, (_, index) => index),
    );
    assert.deepEqual(
      merged.thresholds.map(({ samples, passed }) => [samples, passed]),
      [
        [merged.requests, merged.requests >= 80],
        [31, true],
        [merged.requests, true],
      ],
    );
    assert.deepEqual(merged.checks, { passes: merged.requests, fails: 0 });
    assert.equal(
      merged.metrics['http_req_duration']?.values['max'],
      Math.max(...[one, other].map(({ metrics }) => metrics['http_req_duration']?.values['max'] ?? 0)),
    );
    assert.match(merged.summaryText, /✓ 'rate==1' rate=100\.00% \(n = \d+\)/);
    assert.deepEqual((await readdir(folder)).toSorted(), ['a.json', 'b.json', 'script.ts', 'whole.json']);

    seen.splice(0);
    const whole = resultOf(await run(undefined, 'one.json'));
    assert.deepEqual([due(whole), new Set(seen).size], [91, whole.requests]);
    if (whole.iterations.dropped === 0 && merged.iterations.dropped === 0) assert.deepEqual(new Set(numbers), new Set(seen));
  });

  it('refuses what is no record, and a part alone', async () => {
    const missing = await merge(['a.json', 'none.json']);
    assert.ok(missing.type === 'refused' && missing.blame === 'options');
    assert.match(missing.message, /none\.json can't be read: ENOENT/);
    const twice = await merge(['a.json', 'a.json']);
    assert.ok(twice.type === 'refused' && /can't be merged: a\.json has 0:1\/2 of the test/.test(twice.message), JSON.stringify(twice));
  });
});
