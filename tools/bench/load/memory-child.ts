// Runs BENCH_ITERATIONS iterations through the engine's executors, metrics and thresholds, each with the samples of one request and one check, without
// a sandbox and without requests; a line of JSON tells the heap after every tenth of them.
import { tmpdir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { systemClock } from '../../../src/load-engine/clock.ts';
import { inMemoryScript } from '../../../src/load-engine/in-memory-script.ts';
import { runScript } from '../../../src/load-engine/run-script.ts';
import type { SampleSink } from '../../../src/load-engine/virtual-user.ts';

const iterations = Number(process.env['BENCH_ITERATIONS']);
const tenth = Math.ceil(iterations / 10);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const heaps: number[] = [];
let done = 0;

const timings = ['blocked', 'connecting', 'tls_handshaking', 'sending', 'waiting', 'receiving', 'duration'].map(
  (name) => `http_req_${name}`,
);
const tags = { method: 'GET', status: '200', url: 'http://127.0.0.1/', name: 'http://127.0.0.1/', scenario: 'default', group: '' };

function addSamples(sink: SampleSink): void {
  const [now, ms] = [Date.now(), 1 + Math.random() * 500];
  for (const metric of timings) sink.add(metric, ms, tags, now);
  sink.add('http_reqs', 1, tags, now);
  sink.add('http_req_failed', 0, tags, now);
  sink.add('checks', 1, tags, now);
  sink.check('is 200', '', true);
}

function look(): void {
  done += 1;
  if (done % tenth !== 0) return;
  collectGarbage();
  heaps.push(process.memoryUsage().heapUsed);
}

const script = inMemoryScript({
  clock: systemClock,
  options: {
    vus: 50,
    iterations,
    thresholds: { http_req_duration: ['p(95)<1000'], 'http_reqs{scenario:default}': ['count>1'], checks: ['rate>0.9'] },
  },
  iterate: ({ sink }) => {
    addSamples(sink);
    look();
    return Promise.resolve({ kind: 'completed' });
  },
});
const result = await runScript({
  scriptPath: 'in-memory.ts',
  env: {},
  limits: { memoryBytes: 64 * 2 ** 20, initMs: 10_000, allowedHosts: undefined, maxVus: 100 },
  signal: new AbortController().signal,
  onProgress: () => undefined,
  log: () => undefined,
  clock: systemClock,
  openScript: () => Promise.resolve(script),
  workingFolder: tmpdir(),
});
process.stdout.write(`${JSON.stringify({ heaps, requests: result.requests, rss: process.memoryUsage.rss() })}\n`, () => process.exit(0));
