import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOnK6 } from './run-on-k6.ts';

/** Stands for a k6: writes the summary file that k6 documents, and tells its arguments and its variables. */
const stand = (summary: string, exitCode: number): string => `#!${process.execPath}
const file = process.argv.find((argument) => argument.startsWith('--summary-export=')).slice('--summary-export='.length);
if (${JSON.stringify(summary)} !== '') require('node:fs').writeFileSync(file, ${JSON.stringify(summary)});
console.log('ran', process.argv.slice(2).join(' '), process.env.K6_ITERATIONS);
console.error('running (00.1s), 0/1 VUs, 3 complete and 2 interrupted iterations');
process.exitCode = ${exitCode};
`;

describe('runOnK6', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'run-on-k6-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function run(summary: string, exitCode: number) {
    const binary = join(folder, 'k6');
    await writeFile(binary, stand(summary, exitCode));
    await chmod(binary, 0o755);
    await rm(join(folder, 'summary-export.json'), { force: true });
    const request = { folder, scriptPath: join(folder, 'script.js'), env: { ORIGIN: 'http://x' }, flags: { minIterationDuration: '2s' } };
    return runOnK6(binary)({ ...request, variables: { K6_ITERATIONS: '3' } });
  }

  it('reads counts and thresholds of the summary file, in which true means crossed', async () => {
    const summary = JSON.stringify({
      metrics: {
        http_reqs: { count: 3, rate: 30, thresholds: { 'count>5': true, 'count>=3': false } },
        http_req_duration: { avg: 1, count: 3 },
        checks: { value: 0.5, passes: 1, fails: 1 },
        vus: { value: 1, min: 1, max: 1 },
      },
    });
    const { exitCode, counts, thresholds, interrupted } = await run(summary, 99);
    assert.deepEqual([exitCode, interrupted], [99, 2]);
    assert.deepEqual(counts, { http_reqs: 3, http_req_duration: 3, checks: 1, vus: 1 });
    assert.deepEqual(thresholds, { 'http_reqs count>5': false, 'http_reqs count>=3': true });
  });

  it('hands over environment, flags and variables, and keeps all output', async () => {
    const { output } = await run('{"metrics":{}}', 0);
    assert.match(output, /ran run .*-e ORIGIN=http:\/\/x --min-iteration-duration=2s \S+script\.js 3/);
    assert.match(output, /2 interrupted/);
  });

  it('has no counts of a run that never began', async () => {
    const { exitCode, counts } = await run('', 107);
    assert.deepEqual([exitCode, counts], [107, {}]);
  });
});
