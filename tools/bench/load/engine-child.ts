// Runs the engine itself, without the adapter of the load gate, for what that adapter does not ask of it; one line of JSON tells how it went.
// BENCH_SCRIPT is the script, BENCH_URL its BASE_URL, BENCH_THREADS how many threads.
import { dirname } from 'node:path';
import { systemClock } from '../../../src/load-engine/clock.ts';
import { openScript } from '../../../src/load-engine/open-script.ts';
import { runScript } from '../../../src/load-engine/run-script.ts';
import { startWorker } from '../../../src/load-engine/threads/start-worker.ts';

const { BENCH_SCRIPT: scriptPath = '', BENCH_URL: url = '', BENCH_THREADS: threads } = process.env;
const result = await runScript({
  scriptPath,
  env: { BASE_URL: url },
  limits: { memoryBytes: 64 * 2 ** 20, initMs: 10_000, allowedHosts: undefined, maxVus: 2000 },
  signal: new AbortController().signal,
  onProgress: () => undefined,
  log: (level, message) => process.stderr.write(`${level}: ${message}\n`),
  clock: systemClock,
  openScript,
  workingFolder: dirname(scriptPath),
  threads: Number(threads),
  startThread: startWorker,
});
const { requests, durationMs, metrics } = result;
process.stdout.write(`${JSON.stringify({ requests, durationMs, failed: metrics['http_req_failed']?.values['passes'] })}\n`, () =>
  process.exit(0),
);
