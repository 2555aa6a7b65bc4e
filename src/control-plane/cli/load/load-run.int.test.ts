import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadScriptRun } from '../../control/ports/load-engine.ts';
import type { LoadMeasurement } from '../../control/ports/load-runner.ts';
import { SourceError } from '../../control/ports/source-error.ts';
import { type MemoryLoadEngine, memoryLoadEngine, soundMeasurement } from '../../control/ports/testing/memory-load-engine.ts';
import { runInMemory, startInMemory } from '../testing/run-in-memory.ts';
import { scriptedActions } from '../testing/scripted-actions.ts';

const crossed = { metric: 'http_reqs', expression: 'count>5', passed: false, observed: 1, limit: 5, samples: 1, abortOnFail: false };

let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-run-'));
  await writeFile(join(folder, 'script.ts'), 'export default function () {}');
  await writeFile(join(folder, 'options.json'), '{ "vus": 2 }');
  await writeFile(join(folder, 'list.json'), '[]');
  await writeFile(join(folder, 'broken.json'), 'environment: production');
});

after(() => rm(folder, { recursive: true }));

type Settings = Parameters<typeof runInMemory>[1];

/** Runs `sluice load …` on an engine that runs nothing. */
async function load(args: readonly string[], engine: MemoryLoadEngine = memoryLoadEngine(), settings: Settings = {}) {
  const actions = { ...scriptedActions, loadEngine: async () => engine };
  return runInMemory(['load', ...args], { folder, actions, ...settings });
}

/** What the engine is asked by a command line. */
async function asked(args: readonly string[], settings: Settings = {}): Promise<LoadScriptRun> {
  const engine = memoryLoadEngine();
  const { code, stderr } = await load(['run', ...args], engine, settings);
  assert.equal(code, 0, stderr);
  const [request] = engine.runs;
  assert.ok(request);
  return request;
}

const measuring = (changes: Partial<LoadMeasurement>): MemoryLoadEngine => memoryLoadEngine({ measured: soundMeasurement(changes) });

describe('sluice load run', () => {
  it('needs neither configuration nor state, and prints the summary on stdout', async () => {
    assert.deepEqual(await load(['run', 'script.ts']), { code: 0, stdout: 'the summary\n', stderr: '' });
  });

  it('hands the flags of k6 to the engine as they were written, each under the name of its option', async () => {
    const words = '-u 3 -d 10s -s 1s:2 --stage 3s:4,1s:0 --tag a=b --tag c=d --no-connection-reuse --throw=false -w --batch-per-host 4';
    const { layers } = await asked([...words.split(' '), 'script.ts']);
    assert.deepEqual(layers.flags, {
      vus: '3',
      duration: '10s',
      stages: ['1s:2', '3s:4,1s:0'],
      tags: ['a=b', 'c=d'],
      noConnectionReuse: 'true',
      throw: 'true',
      batchPerHost: '4',
    });
  });

  it('never takes the script for the value of a switch', async () => {
    const { layers, scriptPath } = await asked(['--http-debug', '--insecure-skip-tls-verify', 'script.ts']);
    assert.deepEqual(layers.flags, { httpDebug: 'headers', insecureSkipTLSVerify: 'true' });
    assert.equal(scriptPath, join(folder, 'script.ts'));
  });

  it('hands over the options of the environment and of a file, and no other variables', async () => {
    const env = { K6_VUS: '7', K6_OTEL_SERVICE_NAME: 'x', K6_BIN: '/usr/bin/k6', HOME: '/root' };
    const { layers, outputVariables, env: shown } = await asked(['-c', 'options.json', 'script.ts'], { env });
    assert.deepEqual(layers.environment, { K6_VUS: '7' });
    assert.deepEqual(layers.file, { vus: 2 });
    assert.deepEqual([outputVariables, shown], [{ K6_OTEL_SERVICE_NAME: 'x' }, {}]);
  });

  it('shows a script what -e passes, and nothing else', async () => {
    const { env } = await asked(['-e', 'A=1=2', '--env', 'TOKEN', '-e', 'A=3', 'script.ts'], { env: { TOKEN: 'tok', OTHER: 'x' } });
    assert.deepEqual(env, { A: '3', TOKEN: 'tok' });
  });

  it('sends to this machine, and where --allow-host says', async () => {
    const { allowedHosts } = await asked(['--allow-host', 'api.test:443', '--allow-host', '*.b.test', 'script.ts']);
    assert.deepEqual(allowedHosts, ['localhost', '127.0.0.1', '::1', 'api.test:443', '*.b.test']);
  });

  it('refuses an address for a host, which would allow nothing', async () => {
    const { code, stderr } = await load(['run', '--allow-host', 'https://api.test/', 'script.ts']);
    assert.equal(code, 104);
    assert.match(stderr, /--allow-host https:\/\/api\.test\/: must be a host, host:port or \*\.domain, and no URL/);
  });

  it('reads the script from stdin, and looks for its imports in the working folder', async () => {
    const { scriptText, scriptPath } = await asked(['-'], { stdin: 'export default () => {}' });
    assert.deepEqual([scriptText, scriptPath], ['export default () => {}', join(folder, 'stdin.ts')]);
  });

  it('leaves stages out, by flags or by variables; the flag wins', async () => {
    assert.deepEqual((await asked(['--no-setup', '--no-thresholds', 'script.ts'])).skip, ['setup', 'thresholds']);
    assert.deepEqual((await asked(['script.ts'], { env: { K6_NO_TEARDOWN: 'true', K6_NO_SUMMARY: '1' } })).skip, [
      'teardown',
      'handleSummary',
    ]);
    assert.deepEqual((await asked(['--no-setup=false', 'script.ts'], { env: { K6_NO_SETUP: 'true' } })).skip, []);
    assert.deepEqual((await asked(['--summary-mode', 'disabled', 'script.ts'])).skip, ['handleSummary']);
  });

  it('asks for outputs, threads, traces and the answer of k6', async () => {
    const request = await asked([
      '-o',
      'json=a',
      '--out',
      'csv=b',
      '--summary-export',
      's.json',
      '--threads',
      '2',
      '--trace',
      '--k6-vacuous',
      'script.ts',
    ]);
    assert.deepEqual(request.outputs, ['json=a', 'csv=b', 'summary-export=s.json']);
    assert.deepEqual([request.threads, request.traced, request.withoutSamples], [2, true, 'passes']);
    assert.deepEqual((await asked(['script.ts'], { env: { K6_OUT: 'json=x' } })).outputs, ['json=x']);
  });

  it('takes script, environment, secrets and hosts of a service from sluice.yaml, and the flags over them', async () => {
    const request = await asked(['--service', 'web', '-e', 'RATE=5', '--allow-host', 'b.test']);
    assert.equal(request.scriptPath, join(folder, 'script.ts'));
    assert.deepEqual([request.env, request.secrets, request.givenSecrets], [{ RATE: '5' }, { TOKEN: 'tok' }, { cool: 's' }]);
    assert.deepEqual([request.allowedHosts?.slice(-2), request.threads], [['api.test', 'b.test'], 2]);
    assert.equal((await asked(['--service', 'web', '--threads', '3'])).threads, 3);
  });

  it('takes what k6 pipelines say and what changes nothing', async () => {
    const words = ['--no-usage-report', '--compatibility-mode=base', '--address', '', '--no-color', '--quiet'];
    assert.equal((await load(['run', ...words, 'script.ts'], undefined, { env: { K6_NO_USAGE_REPORT: 'true' } })).code, 0);
  });

  for (const [args, said, env] of [
    [['nothing.ts'], 'The script nothing.ts does not exist.'],
    [['.'], '. is no file.'],
    [['--vsu', '3', 'script.ts'], 'Did you mean --vus?'],
    [['--address', 'localhost:1', 'script.ts'], 'there is no REST API'],
    [['-a', 'localhost:1', 'script.ts'], 'there is no REST API'],
    [['--traces-output=otel', 'script.ts'], '--trace gives every request'],
    [['--profiling-enabled', 'script.ts'], 'there is no REST API to profile through'],
    [['--include-system-env-vars', 'script.ts'], 'a script sees no environment but what it is given'],
    [['--threads', '0', 'script.ts'], 'a whole number from 1 to 256'],
    [['-c', 'nothing.json', 'script.ts'], '--config nothing.json does not exist.'],
    [['-c', 'list.json', 'script.ts'], '--config list.json is no JSON object.'],
    [['-c', 'broken.json', 'script.ts'], 'sluice.yaml is named by SLUICE_CONFIG here'],
    [['-e', '1=2', 'script.ts'], '--env 1 does not begin with a name.'],
    [['-e', 'NOTHING', 'script.ts'], 'the environment has no NOTHING.'],
    [['--log-output', 'loki=http://x', 'script.ts'], "--log-output loki=http://x can't be had."],
    [['--log-output', 'file=no/such/folder', 'script.ts'], "no/such/folder can't be opened (ENOENT)."],
    [['--summary-mode', 'legacy', 'script.ts'], 'Allowed choices are compact, full, disabled'],
    [[], 'No script is named.'],
    [['script.ts'], 'Did you mean K6_VUS?', { K6_VUSS: '1' }],
    [['script.ts'], 'The environment variable K6_SOMETHING sets nothing here.', { K6_SOMETHING: '1' }],
    [['script.ts'], 'K6_NO_SETUP: "x" can\'t be read.', { K6_NO_SETUP: 'x' }],
    [['script.ts'], '--out html=report.html writes a page', { K6_WEB_DASHBOARD: 'true' }],
  ] as const) {
    it(`ends with 104 for ${args.join(' ')} ${Object.keys(env ?? {}).join()}`, async () => {
      const engine = memoryLoadEngine();
      const { code, stdout, stderr } = await load(['run', ...args], engine, env === undefined ? {} : { env });
      assert.deepEqual([code, stdout, engine.runs.length], [104, '', 0], stderr);
      assert.ok(stderr.includes(said), stderr);
    });
  }

  it('does not repeat the value of a variable that has no name', async () => {
    assert.ok(!(await load(['run', '-e', '1=hunter2', 'script.ts'])).stderr.includes('hunter2'));
  });

  it('ends with 107 for what the script is refused for, with 104 for its options', async () => {
    const script = await load(['run', 'script.ts'], memoryLoadEngine({ refused: { blame: 'script', message: 'script.ts:1:1: no' } }));
    assert.deepEqual([script.code, script.stderr], [107, 'sluice: script.ts:1:1: no\nnext: Nothing was sent.\n']);
    const options = await load(['run', 'script.ts'], memoryLoadEngine({ refused: { blame: 'options', message: 'options.vus: no' } }));
    assert.equal(options.code, 104);
  });

  it('ends with 109 where the engine itself fails', async () => {
    const engine = memoryLoadEngine({
      during: () => Promise.reject(new SourceError('load-runner-memory', 'out of memory', { retryable: false })),
    });
    const { code, stderr } = await load(['run', 'script.ts'], engine);
    assert.deepEqual([code, stderr], [109, 'sluice: out of memory\n']);
  });

  it('prints the summary first and then what is wrong', async () => {
    const { code, stdout, stderr } = await load(['run', 'script.ts'], measuring({ thresholds: [crossed] }));
    assert.deepEqual([code, stdout, stderr], [99, 'the summary\n', 'http_reqs count>5 was crossed.\n']);
  });

  it('says that nothing was measured, and how k6 has it', async () => {
    const { code, stderr } = await load(['run', 'script.ts'], measuring({ metrics: {} }));
    assert.equal(code, 99);
    assert.match(stderr, /^Nothing was measured: .*--k6-vacuous takes it for a pass/);
  });

  it('prints one JSON document with --json, and no summary', async () => {
    const { code, stdout } = await load(['run', '--json', 'script.ts'], measuring({ thresholds: [crossed] }));
    const told = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([code, told['exitCode'], told['decision'], told['end']], [99, 99, 'blocked', 'thresholds-crossed']);
    assert.equal((told['result'] as LoadMeasurement).requests, 120);
  });

  it('says in JSON what is wrong with a command line', async () => {
    const { code, stdout } = await load(['run', '--json', '--vsu', '3', 'script.ts']);
    assert.deepEqual([code, (JSON.parse(stdout) as Record<string, unknown>)['exitCode']], [104, 104]);
  });

  it('prints no summary where none is wanted, and that of a script as it is', async () => {
    assert.equal((await load(['run', '--no-summary', 'script.ts'])).stdout, '');
    const own = measuring({ summaryBy: 'script', summaryText: '  ✓ mine' });
    assert.equal((await load(['run', 'script.ts'], own, { isTTY: true })).stdout, '  ✓ mine\n');
  });

  it('colours the summary on a terminal, and nowhere else', async () => {
    const summary = '\n  █ THRESHOLDS\n\n    ✓ fine\n    ✗ bad\n    http_reqs....: 3\n';
    const engine = measuring({ summaryText: summary });
    assert.equal((await load(['run', 'script.ts'], engine)).stdout, summary);
    assert.equal((await load(['run', '--no-color', 'script.ts'], engine, { isTTY: true })).stdout, summary);
    assert.equal((await load(['run', 'script.ts'], engine, { isTTY: true, env: { NO_COLOR: '1' } })).stdout, summary);
    assert.ok((await load(['run', 'script.ts'], engine, { isTTY: true })).stdout.includes('\u001B[32m✓\u001B[39m fine'));
  });

  it('asks the engine to end at the first interrupt and prints what it measured; the second ends at once', async () => {
    const engine = memoryLoadEngine({
      measured: soundMeasurement({ endedBy: 'signal', outcome: 'interrupted' }),
      during: ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    });
    const actions = { ...scriptedActions, loadEngine: async () => engine };
    const run = startInMemory(['load', 'run', 'script.ts'], { folder, actions });
    while (engine.runs.length === 0) await new Promise((resolve) => setImmediate(resolve));
    run.interrupt();
    run.interrupt();
    assert.deepEqual(run.exits, [105]);
    const { code, stdout, stderr } = await run.done;
    assert.deepEqual([code, stdout], [105, 'the summary\n']);
    assert.match(stderr, /^Stopping: what runs may finish/);
  });
});

describe('sluice load inspect', () => {
  const inspection = { options: { vus: 2, thresholds: {} }, totalDurationMs: 40_500, maxVus: 9, warnings: ['something is ignored'] };

  it('prints the options as JSON, and warnings apart', async () => {
    const { code, stdout, stderr } = await load(['inspect', 'script.ts'], memoryLoadEngine({ inspection }));
    assert.deepEqual([code, JSON.parse(stdout)], [0, { vus: 2, thresholds: {} }]);
    assert.equal(stderr, 'WARN[0000] something is ignored\n');
  });

  it('adds what the execution requires, and leaves out thresholds that are switched off', async () => {
    const { stdout } = await load(
      ['inspect', '--execution-requirements', '--no-thresholds', 'script.ts'],
      memoryLoadEngine({ inspection }),
    );
    assert.deepEqual(JSON.parse(stdout), { vus: 2, totalDuration: '40.5s', maxVUs: 9 });
  });

  it('has the exit codes of k6', async () => {
    const refused = memoryLoadEngine({ refused: { blame: 'script', message: 'no' } });
    assert.deepEqual([(await load(['inspect', 'script.ts'], refused)).code, (await load(['inspect', 'no.ts'])).code], [107, 104]);
  });
});

describe('the log of a load run', () => {
  const talking = memoryLoadEngine({
    during: async ({ onLog }) => {
      onLog('debug', 'small');
      onLog('info', 'hello\u001B[2J', 'console');
      onLog('warn', 'careful');
    },
  });
  const told = async (...args: readonly string[]): Promise<string> => (await load(['run', ...args, 'script.ts'], talking)).stderr;

  it('has the level and the second of the run, and no control characters of the script', async () => {
    assert.equal(await told(), 'INFO[0000] hello\uFFFD[2J\nWARN[0000] careful\n');
    assert.match(await told('--verbose'), /^DEBU\[0000\] small\n/);
  });

  it('is raw, JSON, or nothing at all', async () => {
    assert.equal(await told('--log-format', 'raw'), 'hello\uFFFD[2J\ncareful\n');
    const [, second = ''] = (await told('--log-format=json')).split('\n');
    const { time, ...line } = JSON.parse(second) as Readonly<Record<string, string>>;
    assert.deepEqual(line, { level: 'warning', msg: 'careful' });
    assert.ok(Number.isFinite(Date.parse(time ?? '')));
    assert.equal(await told('--log-output', 'none'), '');
  });

  it('goes to stdout or to files', async () => {
    const { stdout } = await load(['run', '--log-output', 'stdout', 'script.ts'], talking);
    assert.ok(stdout.startsWith('INFO[0000] hello'));
    assert.equal(await told('--console-output', 'console.log'), 'WARN[0000] careful\n');
    assert.equal(await told('--log-output', 'file=run.log,level=warning'), '');
  });
});
