import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../clock.ts';
import type { LoadResult } from '../load-result.ts';
import { openScript } from '../open-script.ts';
import { runScript } from '../run-script.ts';
import { startWorker } from '../threads/start-worker.ts';
import { watchGenerator } from './watch-generator.ts';

/** Two hundred starts a second, each of which needs a fifth of a second of a core. */
const OVERLOAD = `
  export const options = { scenarios: { gate: { executor: 'constant-arrival-rate', rate: 200, duration: '3s', preAllocatedVUs: 100, gracefulStop: '0s' } } };
  export default () => { let sum = 0; for (let index = 0; index < 5_000_000; index += 1) sum += index; if (sum < 0) throw new Error('never'); };`;

describe('the generator watches itself', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'generator-'));
  });
  after(() => rm(folder, { recursive: true }));

  const run = async (script: string, threads: number): Promise<LoadResult> => {
    const scriptPath = path.join(folder, 'script.ts');
    await writeFile(scriptPath, script);
    return runScript({
      scriptPath,
      env: {},
      limits: { memoryBytes: 64 * 1024 * 1024, initMs: 5000, allowedHosts: undefined, maxVus: 200 },
      signal: new AbortController().signal,
      onProgress: () => {},
      log: () => {},
      clock: systemClock,
      openScript,
      workingFolder: folder,
      threads,
      startThread: startWorker,
      watchGenerator,
    });
  };

  for (const threads of [1, 2]) {
    it(`and says so when ${threads === 1 ? 'its thread has' : 'its threads have'} several times more to do than a core can`, async () => {
      const { generator, summaryText } = await run(OVERLOAD, threads);
      assert.ok(generator !== undefined && generator.tooSlow.length > 0, JSON.stringify(generator));
      assert.match(generator.tooSlow.join('\n'), /starts were dropped since the generator was more than 100 ms late for them/);
      assert.ok(generator.cpuShare > 0 && generator.cpuShare <= 1, `${generator.cpuShare}`);
      assert.ok(generator.memoryBytes > 1e7);
      assert.match(summaryText, /█ GENERATOR\n[^█]*event-loop delay\.*: p50=.*\n.*of a core\n.*[MG]B\n.*✗ too slow: /);
    });
  }

  it('and counts what this machine had no address or port to send from', async () => {
    const { generator, requests } = await run(
      `import http from 'k6/http'; export const options = { iterations: 3, localIPs: '192.0.2.77' };
      export default () => { http.get('http://127.0.0.1:9/'); };`,
      1,
    );
    assert.equal(requests, 3);
    assert.match(generator?.tooSlow[0] ?? '', /^3 requests could not be sent for want of local ports or file descriptors/);
  });
});
