import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import type { LoadMeasurement, LoadOutcome, LoadRunProgress, LoadRunRequest } from '../../control/ports/load-runner.ts';
import { SourceError } from '../../control/ports/source-error.ts';
import { type FakeK6Script, writeFakeK6 } from './fake-k6.ts';
import { createK6LoadRunner } from './k6-load-runner.ts';

interface Call {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

interface Played {
  readonly outcome: LoadOutcome | Error;
  readonly calls: readonly Call[];
  readonly logs: readonly string[];
  readonly progress: readonly LoadRunProgress[];
}

/** Runs the adapter on a program that plays `script` back. */
async function play(script: FakeK6Script, changes: Partial<LoadRunRequest> = {}): Promise<Played> {
  const { binary, folder } = await writeFakeK6(script);
  const [logs, progress]: [string[], LoadRunProgress[]] = [[], []];
  try {
    const runner = createK6LoadRunner({ binary, workingFolder: folder, processEnv: { PATH: '/usr/bin' }, runId: () => 'run-1' });
    const request: LoadRunRequest = {
      scriptPath: '/scripts/orders.ts',
      env: { BASE_URL: 'http://target' },
      secrets: { TOKEN: 'secret-4711' },
      signal: new AbortController().signal,
      onProgress: (look) => progress.push(look),
      onLog: (level, message) => logs.push(`${level}: ${message}`),
      deadlineMs: 30_000,
      memoryBytes: 1024 * 1024 * 1024,
      ...changes,
    };
    const outcome = await runner.run(request).catch((error: Error) => error);
    const calls = (await readFile(`${binary}.calls`, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Call);
    return { outcome, calls, logs, progress };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const measured = ({ outcome }: Played): LoadMeasurement => {
  assert.ok('kind' in outcome && outcome.kind === 'measured', outcome instanceof Error ? outcome.message : outcome.kind);
  return outcome.result;
};

const failure = ({ outcome }: Played): SourceError => {
  assert.ok(outcome instanceof SourceError, JSON.stringify(outcome));
  return outcome;
};

const INSPECTION = {
  thresholds: { http_req_duration: ['p(95)<200'], checks: [{ threshold: 'rate>0.99', abortOnFail: true }], orders: ['count>0'] },
  totalDuration: '40s',
};

const SUMMARY = {
  metrics: {
    http_req_duration: { avg: 20, min: 1, med: 18, max: 300, 'p(95)': 250, count: 100, thresholds: { 'p(95)<200': true } },
    http_reqs: { count: 100, rate: 50 },
    iterations: { count: 100, rate: 50 },
    dropped_iterations: { count: 3, rate: 1 },
    checks: { value: 1, passes: 100, fails: 0, thresholds: { 'rate>0.99': false } },
  },
};

const EXCEPTION = {
  level: 'error',
  msg: 'TypeError: x is undefined\n\tat default (file:///scripts/orders.ts:3:5(2))\n',
  source: 'stacktrace',
};

describe('the k6 adapter, on a program that plays back', () => {
  it('asks what the script declares, then runs it with its secrets in the environment alone', async () => {
    const { calls } = await play({ inspection: INSPECTION, summary: SUMMARY });
    const [inspect, run] = calls;
    assert.deepEqual(inspect?.argv, [
      'inspect',
      '--execution-requirements',
      '--include-system-env-vars',
      '--log-format=json',
      '/scripts/orders.ts',
    ]);
    assert.deepEqual([run?.argv[0], run?.argv.at(-2), run?.argv.at(-1)], ['run', '--tag=gate_run=run-1', '/scripts/orders.ts']);
    assert.ok(run?.argv.includes('--out=json=-') && run.argv.some((arg) => arg.startsWith('--summary-export=')));
    assert.deepEqual([run?.env['TOKEN'], run?.env['BASE_URL'], run?.env['K6_NO_USAGE_REPORT']], ['secret-4711', 'http://target', 'true']);
    assert.ok(!JSON.stringify(calls.map(({ argv }) => argv)).includes('secret-4711'));
  });

  it('reads the inverted verdicts, and fails a declared threshold that has none', async () => {
    const result = measured(await play({ inspection: INSPECTION, summary: SUMMARY, exitCode: 99 }));
    assert.deepEqual(
      result.thresholds.map(({ metric, passed, observed, samples, abortOnFail }) => [metric, passed, observed, samples, abortOnFail]),
      [
        ['http_req_duration', false, 250, 100, false],
        ['checks', true, 1, 100, true],
        ['orders', false, undefined, 0, false],
      ],
    );
    assert.deepEqual([result.runner, result.outcome, result.requests, result.durationMs], ['k6', 'completed', 100, 2000]);
  });

  it('counts the exceptions that its exit code hides', async () => {
    const played = await play({
      inspection: INSPECTION,
      summary: SUMMARY,
      errors: [EXCEPTION, EXCEPTION, { level: 'warning', msg: 'slow with secret-4711' }],
    });
    const { iterations, exceptions } = measured(played);
    assert.deepEqual(iterations, { completed: 98, interrupted: 0, threw: 2, dropped: 3 });
    assert.deepEqual(exceptions, [{ message: 'TypeError: x is undefined', location: 'file:///scripts/orders.ts:3:5', count: 2 }]);
    assert.deepEqual(played.logs, ['warn: slow with ***']);
  });

  it('follows the stream of samples, and keeps what is printed for people', async () => {
    const samples = [
      { type: 'Metric', metric: 'http_req_duration', data: { type: 'trend', contains: 'time' } },
      { type: 'Point', metric: 'http_reqs', data: { value: 1 } },
      { type: 'Point', metric: 'http_req_duration', data: { value: 42 } },
    ];
    const stop = new AbortController();
    const onProgress = (look: LoadRunProgress): void => {
      assert.ok(look.requests === 1 && Math.abs((look.p95 ?? 0) - 42) < 1 && (look.fraction ?? 0) > 0);
      stop.abort();
    };
    const played = await play(
      { inspection: INSPECTION, summary: SUMMARY, samples, text: '  checks: ok', onSignal: 'obeys', exitCode: 105 },
      { signal: stop.signal, onProgress },
    );
    const result = measured(played);
    assert.deepEqual([result.outcome, result.summaryText], ['interrupted', '  checks: ok']);
    assert.equal(result.metrics['http_req_duration']?.contains, 'time');
  });

  it('tells a test that was aborted', async () => {
    const early = {
      level: 'error',
      msg: 'thresholds on metrics were crossed; at least one has abortOnFail enabled, stopping test prematurely',
    };
    assert.equal(measured(await play({ inspection: INSPECTION, summary: SUMMARY, exitCode: 99, errors: [early] })).outcome, 'aborted');
    assert.equal(
      measured(await play({ inspection: INSPECTION, summary: SUMMARY, exitCode: 108 })).abortReason,
      'the script called exec.test.abort()',
    );
  });

  it('refuses what k6 refuses, with the words of k6', async () => {
    const errors = [{ level: 'error', msg: 'ReferenceError: secret-4711 is not defined' }];
    const refused = { kind: 'refused', message: 'ReferenceError: *** is not defined', location: '/scripts/orders.ts' };
    assert.deepEqual((await play({ inspection: undefined, errors })).outcome, refused);
    assert.deepEqual((await play({ inspection: INSPECTION, errors, exitCode: 104 })).outcome, refused);
  });

  it('has no measurement where there is no summary, an unknown exit code, or an inspection that is none', async () => {
    assert.match(failure(await play({ inspection: INSPECTION })).message, /wrote no summary/);
    assert.match(
      failure(await play({ inspection: INSPECTION, exitCode: 109, errors: [{ level: 'fatal', msg: 'oh' }] })).message,
      /it panicked: oh/,
    );
    assert.match(failure(await play({ inspection: 7 })).message, /something other than JSON/);
  });

  it('ends what is not done at the deadline, and takes no result from it', async () => {
    const hanging = await play({ inspection: INSPECTION, onSignal: 'obeys', summary: SUMMARY }, { deadlineMs: 1500 });
    assert.equal(failure(hanging).code, 'load-runner-deadline');
  });

  it('kills what uses more memory than it may', async () => {
    const eater = await play({ inspection: INSPECTION, onSignal: 'ignores' }, { memoryBytes: 1024 * 1024 });
    assert.deepEqual([failure(eater).code, failure(eater).retryable], ['load-runner-memory', false]);
  });
});
