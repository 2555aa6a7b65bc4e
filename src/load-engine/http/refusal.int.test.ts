import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../clock.ts';
import { type LoadResult, OptionsRefused } from '../load-result.ts';
import { openScript } from '../open-script.ts';
import { runScript } from '../run-script.ts';
import { type ScriptableTarget, startScriptableTarget } from '../testing/scriptable-target.ts';
import { startWorker } from '../threads/start-worker.ts';

const hostOf = (origin: string): string => origin.replace(/^https?:\/\//, '');

describe('a host that load must not be sent to', () => {
  let folder = '';
  let allowed: ScriptableTarget;
  let forbidden: ScriptableTarget;
  const logs: string[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'refusal-'));
    [allowed, forbidden] = await Promise.all([startScriptableTarget(), startScriptableTarget()]);
  });
  after(async () => {
    await Promise.all([allowed.close(), forbidden.close(), rm(folder, { recursive: true })]);
  });
  beforeEach(() => {
    for (const target of [allowed, forbidden]) target.reset();
    logs.length = 0;
  });
  afterEach(() => assert.equal(forbidden.counts().connections, 0, 'not even a socket was opened'));

  async function run(script: string, threads = 1): Promise<LoadResult> {
    const scriptPath = path.join(folder, 'script.js');
    await writeFile(scriptPath, `import http from 'k6/http'; const { GOOD, GOOD_TLS, BAD, BAD_TLS, BAD_HOST } = __ENV; ${script}`);
    return runScript({
      scriptPath,
      env: {
        GOOD: allowed.origin,
        GOOD_TLS: allowed.secureOrigin,
        BAD: forbidden.origin,
        BAD_TLS: forbidden.secureOrigin,
        BAD_HOST: hostOf(forbidden.origin),
      },
      limits: {
        memoryBytes: 64 * 1024 * 1024,
        initMs: 5000,
        allowedHosts: [hostOf(allowed.origin), hostOf(allowed.secureOrigin), 'shop.example'],
        maxVus: 100,
      },
      signal: new AbortController().signal,
      onProgress: () => undefined,
      log: (level, message) => logs.push(`${level}: ${message}`),
      clock: systemClock,
      openScript,
      workingFolder: folder,
      threads,
      startThread: startWorker,
    });
  }

  const once = 'export default function ()';
  const untouched: readonly (readonly [what: string, script: string])[] = [
    ['a request', `${once} { http.get(BAD + '/echo'); }`],
    ['a request over TLS', `export const options = { insecureSkipTLSVerify: true }; ${once} { http.get(BAD_TLS + '/echo'); }`],
    ['a batch', `${once} { http.batch([BAD + '/echo', BAD_TLS + '/echo']); }`],
    ['an asynchronous request', 'export default async function () { await http.asyncRequest("GET", BAD); }'],
    ['a request that the script would swallow', `${once} { for (;;) { try { http.get(BAD); } catch {} } }`],
    ['a hundred users at once', `export const options = { vus: 50, iterations: 5000 }; ${once} { http.get(BAD); }`],
    ['a request of setup()', `export function setup() { http.get(BAD); } ${once} {}`],
    [
      'an override of a name',
      `export const options = { hosts: { 'shop.example': BAD_HOST } }; ${once} { http.get('http://shop.example/'); }`,
    ],
  ];
  for (const [what, script] of untouched) {
    it(`refuses the script for ${what}, when nothing was sent`, async () => {
      await assert.rejects(run(script), (error) => {
        assert.ok(error instanceof OptionsRefused, String(error));
        assert.match(
          error.message,
          /^this script sends to \S+(?: at \S+)?, which sluice\.yaml does not allow for load: add it to load\.hosts/,
        );
        return true;
      });
      assert.equal(allowed.counts().requests, 0);
    });
  }

  it('refuses it in every thread', async () => {
    await assert.rejects(run(`export const options = { vus: 4, iterations: 400 }; ${once} { http.get(BAD); }`, 2), OptionsRefused);
    const late = await run(
      `export const options = { vus: 4, iterations: 4000 }; ${once} { http.get(GOOD + '/echo'); if (__ITER > 2) http.get(BAD); }`,
      2,
    );
    assert.deepEqual([late.outcome, late.endedBy], ['aborted', 'refused-host']);
    // What was cut off at the end has no sample, though the server saw it.
    assert.ok(late.requests > 0 && late.requests <= allowed.counts().requests, `${late.requests} of ${allowed.counts().requests}`);
  });

  it('ends a test at once that sends elsewhere after it has sent', async () => {
    const result = await run(
      `export const options = { vus: 1, iterations: 1000 }; ${once} { http.get(GOOD + '/echo'); http.get(BAD + '/echo'); }`,
    );
    assert.equal(result.outcome, 'aborted');
    assert.match(result.abortReason ?? '', new RegExp(`^this script sends to ${hostOf(forbidden.origin)}, which sluice`));
    assert.deepEqual([result.requests, allowed.counts().requests], [1, 1]);
    assert.equal(result.metrics['http_req_failed']?.values['rate'], 0, 'what was never sent did not fail');
    assert.deepEqual(result.exceptions, []);
  });

  it('does not follow a redirect there', async () => {
    const result = await run(`${once} { http.get(GOOD + '/redirect-to?to=' + BAD + '/echo'); }`);
    assert.deepEqual([result.outcome, result.requests], ['aborted', 1]);
  });

  it('still runs teardown() after that, which may not go there either', async () => {
    const result = await run(
      `${once} { http.get(GOOD + '/echo'); http.get(BAD); } export function teardown() { http.get(GOOD + '/text/cleaned'); http.get(BAD); http.get(GOOD); }`,
    );
    assert.deepEqual([result.outcome, allowed.counts().byRoute], ['aborted', { '/echo': 1, '/text': 1 }]);
  });

  it('says beforehand which variables lead there', async () => {
    await run(`${once} {}`);
    assert.deepEqual(
      logs.filter((line) => line.startsWith('warn: BAD')).map((line) => line.split(' ')[1]),
      ['BAD', 'BAD_TLS'],
    );
    assert.ok(!logs.some((line) => line.includes('GOOD')));
  });
});
