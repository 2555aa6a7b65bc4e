import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));

const GET = `import http from 'k6/http'; import { check, sleep } from 'k6';
export default function () { check(http.get(__ENV.BASE_URL), { ok: (r) => r.status === 200 }); sleep(0.02); }`;

const scripts: Readonly<Record<string, string>> = {
  'get.ts': GET,
  'crossed.ts': `${GET} export const options = { iterations: 1, thresholds: { http_reqs: ['count>5'] } };`,
  'silent.ts': `${GET} export const options = { iterations: 1, thresholds: { grpc_req_duration: ['p(95)<5'] } };`,
  'throws.ts': 'export default function () { undefined.x; }',
  'empty.ts': '',
  'nothing.ts': 'export default function () {}',
  'init.ts': 'throw new Error("at init"); export default function () {}',
  'types.ts': 'export default function (: string {}',
  'browser.ts': `import { browser } from 'k6/browser'; export default function () { browser.newPage(); }`,
  'options.ts': 'export const options = { vuss: 1 }; export default function () {}',
  'enormous.ts': `export const options = { scenarios: { a: { executor: 'constant-arrival-rate', rate: 1e9, duration: '1s', preAllocatedVUs: 1 } } };
    export default function () {}`,
  'setup.ts': `import { sleep } from 'k6'; export const options = { setupTimeout: '200ms' };
    export function setup() { sleep(10); } export default function () {}`,
  'abort.ts': `import exec from 'k6/execution'; export default function () { exec.test.abort('enough'); }`,
  'fail.ts': `${GET} import exec from 'k6/execution'; export function teardown() { exec.test.fail('bad'); } export const options = { iterations: 1 };`,
  'production.ts': `import http from 'k6/http'; export default function () { http.get('http://api.example.com/'); }`,
  'chatty.ts': `import { sleep } from 'k6'; export const options = { vus: 1, duration: '10m' };
    export default function () { console.log('awake'); sleep(0.05); }`,
  'sleeps.ts': `import { sleep } from 'k6'; export const options = { vus: 1, duration: '10m' };
    export default function () { console.log('asleep'); sleep(300); }`,
};

let folder = '';
let server: Server;
let baseUrl = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-process-'));
  for (const [name, text] of Object.entries(scripts)) await writeFile(join(folder, name), text);
  server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
});

after(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly said: () => string;
  readonly stdout: () => string;
  readonly until: (fits: (text: string) => boolean) => Promise<void>;
  readonly code: Promise<number | null>;
}

/** Starts the CLI itself, in a group of processes of its own, as a shell would. */
function start(...args: readonly string[]): Running {
  const { PATH = '', NODE_V8_COVERAGE } = process.env;
  const coverage = NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'load', ...args], {
    cwd: folder,
    env: { PATH, ...coverage },
    detached: true,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece;
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
  });
  const code = once(child, 'close').then(([exit]) => exit as number | null);
  const said = (): string => stdout + stderr;
  return { child, said, stdout: () => stdout, code, until: (fits) => waitFor(() => fits(said()), said) };
}

async function waitFor(holds: () => boolean, told: () => string = () => ''): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 1000, `did not come: ${told()}`);
    await sleep(20);
  }
}

const run = async (...args: readonly string[]): Promise<{ code: number | null; said: string; stdout: string }> => {
  const running = start('run', ...args);
  return { code: await running.code, said: running.said(), stdout: running.stdout() };
};

/** The engine's process, as the kernel knows it. */
function engineOf(running: Running): number {
  const { pid = 0 } = running.child;
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}

/** Whether a process is there and is no zombie. */
function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

describe('sluice load run, as a process', () => {
  for (const [script, code, words] of [
    ['crossed.ts', 99, /✗ 'count>5' count=1/],
    ['silent.ts', 99, /never had a sample/],
    ['nothing.ts', 99, /Nothing was measured/],
    ['setup.ts', 100, /setup\(\) took longer than its 0.2 s/],
    ['options.ts', 104, /did you mean "vus"/],
    ['enormous.ts', 104, /wants 1000000000 starts a second/],
    ['missing.ts', 104, /does not exist/],
    ['throws.ts', 107, /1 × TypeError/],
    ['empty.ts', 104, /exports no function "default"/],
    ['init.ts', 107, /init.ts:1:\d+: .*at init/],
    ['types.ts', 107, /types.ts:1:/],
    ['browser.ts', 107, /k6\/browser/],
    ['abort.ts', 108, /enough/],
    ['fail.ts', 110, /bad/],
    ['production.ts', 104, /api.example.com/],
  ] as const) {
    it(`ends with ${code} for ${script}`, async () => {
      const { code: ended, said } = await run('-e', `BASE_URL=${baseUrl}`, script);
      assert.match(said, words);
      assert.equal(ended, code, said);
    });
  }

  it('ends with 0 for what was measured and holds', async () => {
    const { code, said } = await run('-e', `BASE_URL=${baseUrl}`, '-i', '7', '--vus', '2', 'get.ts');
    assert.equal(code, 0, said);
    assert.match(said, /http_reqs\.+: 7 /);
  });

  it('takes nothing for an answer with --k6-vacuous', async () => {
    assert.equal((await run('-e', `BASE_URL=${baseUrl}`, '--k6-vacuous', 'silent.ts')).code, 0);
    assert.equal((await run('--k6-vacuous', 'nothing.ts')).code, 0);
  });

  it('streams samples to stdout and writes what it is asked to', async () => {
    const { code, stdout } = await run(
      '-e',
      `BASE_URL=${baseUrl}`,
      '-i',
      '3',
      '--out',
      'json=-',
      '--summary-export',
      's.json',
      '--no-summary',
      'get.ts',
    );
    assert.equal(code, 0);
    const points = stdout.split('\n').filter((line) => line.includes('"metric":"http_reqs"') && line.includes('"Point"'));
    assert.equal(points.length, 3);
    await assert.rejects(readFile(join(folder, 's.json')), 'a summary that is switched off is not exported');
  });

  it('reads a script from stdin', async () => {
    const running = start('run', '-e', `BASE_URL=${baseUrl}`, '-i', '2', '-');
    running.child.stdin.end(GET);
    assert.equal(await running.code, 0, running.said());
  });

  it('says where it is in plain lines where there is no terminal', async () => {
    const { said } = await run('-e', `BASE_URL=${baseUrl}`, '-d', '1600ms', 'get.ts');
    assert.match(said, /^running \(1s\), 1\/1 VUs, \d+ complete and 0 interrupted iterations, \d+ %$/m);
  });
});

const long = (): Running => start('run', '-e', `BASE_URL=${baseUrl}`, '-d', '10m', 'get.ts');
const runs = (text: string): boolean => text.includes('running (');

describe('signals to sluice load run', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`end it gracefully with ${signal}, and the summary is printed`, async () => {
      const running = long();
      await running.until(runs);
      running.child.kill(signal);
      assert.equal(await running.code, 105, running.said());
      assert.match(running.stdout(), /outcome\.+: interrupted: a signal ended the test/);
    });
  }

  it('come to all of its processes from a terminal, and still the summary is printed', async () => {
    const running = long();
    await running.until(runs);
    process.kill(-(running.child.pid ?? 0), 'SIGINT');
    assert.equal(await running.code, 105, running.said());
    assert.match(running.stdout(), /outcome\.+: interrupted/);
  });

  it('end it at once the second time, and the engine with it', async () => {
    const running = start('run', 'sleeps.ts');
    await running.until((text) => text.includes('asleep'));
    const engine = engineOf(running);
    running.child.kill('SIGINT');
    await running.until((text) => text.includes('Stopping'));
    running.child.kill('SIGINT');
    assert.equal(await running.code, 105);
    assert.equal(running.stdout(), '');
    await waitFor(() => !isAlive(engine));
  });

  it('that kill it leave no engine behind', async () => {
    const running = start('run', 'sleeps.ts');
    await running.until((text) => text.includes('asleep'));
    const engine = engineOf(running);
    running.child.kill('SIGKILL');
    await running.code;
    await waitFor(() => !isAlive(engine));
  });
});

describe('a reader that has gone', () => {
  it('does not turn a failure into a pass', async () => {
    const running = start('run', '-e', `BASE_URL=${baseUrl}`, 'crossed.ts');
    running.child.stdout.destroy();
    assert.equal(await running.code, 99);
  });

  it('ends a run that logs to it, and the engine with it', async () => {
    const running = start('run', '--log-output', 'stdout', 'chatty.ts');
    await running.until((text) => text.includes('awake'));
    const engine = engineOf(running);
    running.child.stdout.destroy();
    assert.equal(await running.code, 105);
    await waitFor(() => !isAlive(engine));
  });

  it('loses the samples that are streamed to it, which is said, and the run goes on', async () => {
    const running = start('run', '-e', `BASE_URL=${baseUrl}`, '-d', '3s', '--out', 'json=-', '--no-summary', 'get.ts');
    await running.until((text) => text.includes('"http_reqs"'));
    running.child.stdout.destroy();
    assert.equal(await running.code, 0);
    assert.match(running.said(), /samples were not written: write EPIPE/);
  });
});

describe('sluice load inspect, as a process', () => {
  it('prints the consolidated options', async () => {
    const running = start('inspect', '--execution-requirements', '--vus', '3', '--duration', '5s', 'get.ts');
    assert.equal(await running.code, 0, running.said());
    const { vus, duration, totalDuration, maxVUs } = JSON.parse(running.stdout()) as Readonly<Record<string, unknown>>;
    assert.deepEqual([vus, duration, totalDuration, maxVUs], [3, '5s', '35s', 3]);
  });
});
