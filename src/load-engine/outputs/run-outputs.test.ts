import assert from 'node:assert/strict';
import { inMemoryScript } from '../in-memory-script.ts';
import { ScriptRefused } from '../load-result.ts';
import { manualClock } from '../manual-clock.ts';
import { secretMask } from '../mask-secrets.ts';
import { MetricRegistry } from '../metrics/metric-registry.ts';
import { runScript } from '../run-script.ts';
import { batchSamples } from './batch-samples.ts';
import type { LoadOutput, OutputEnd, OutputStart, Sample } from './load-output.ts';
import { maskOutput } from './mask-output.ts';
import { teeSamples } from './tee-samples.ts';

interface Told {
  readonly starts: OutputStart[];
  readonly samples: Sample[];
  readonly ends: OutputEnd[];
  abandoned: number;
}

const memoryOutput = (changes: Partial<LoadOutput> = {}): { readonly told: Told; readonly output: LoadOutput } => {
  const told: Told = { starts: [], samples: [], ends: [], abandoned: 0 };
  const output: LoadOutput = {
    name: 'memory',
    start: async (start) => void told.starts.push(start),
    sample: (sample) => void told.samples.push(sample),
    finish: async (_, end) => {
      told.ends.push(end);
      return [];
    },
    abandon: async () => {
      told.abandoned += 1;
    },
    ...changes,
  };
  return { told, output };
};

const start = (outputs: readonly LoadOutput[], iterate?: Parameters<typeof inMemoryScript>[0]['iterate']) => {
  const clock = manualClock();
  const logs: string[] = [];
  const script = inMemoryScript({
    clock,
    options: { iterations: 2, thresholds: { 'http_reqs{a:b}': ['count>0', 'rate>0'] } },
    iterate:
      iterate ??
      (async ({ sink }) => {
        sink.add('http_reqs', 1, { a: 'b' }, clock.wall(), { vu: '1' });
        sink.add('http_reqs', Number.NaN, {}, clock.wall());
        sink.check('is up', '', true);
        return { kind: 'completed' };
      }),
  });
  const result = runScript({
    scriptPath: script.path,
    env: {},
    limits: { memoryBytes: 1, initMs: 1, allowedHosts: undefined, maxVus: 10 },
    signal: new AbortController().signal,
    onProgress: () => {},
    log: (level, message) => logs.push(`${level}: ${message}`),
    clock,
    openScript: async () => script,
    workingFolder: '/nowhere',
    outputs,
  });
  result.catch(() => {}); // each test awaits it, but only after the clock was moved
  return { clock, script, logs, result };
};

describe('the outputs of a run', () => {
  it('are told of its start, of every sample that counts, and of its end', async () => {
    const { told, output } = memoryOutput();
    const { clock, result } = start([output]);
    await clock.advance(1000);
    assert.equal((await result).outputProblems, undefined);
    assert.deepEqual(told.starts[0]?.thresholds, { 'http_reqs{a:b}': ['count>0', 'rate>0'] });
    const requests = told.samples.filter(({ metric }) => metric.name === 'http_reqs');
    assert.deepEqual(
      requests.map(({ value, tags, metadata }) => ({ value, tags, metadata })),
      [1, 1].map((value) => ({ value, tags: { a: 'b' }, metadata: { vu: '1' } })),
    );
    assert.ok(told.samples.some(({ metric }) => metric.name === 'iterations'));
    assert.deepEqual(told.ends[0]?.checks, [{ name: 'is up', group: '', passes: 2, fails: 0 }]);
    assert.equal(told.abandoned, 0);
  });

  it('keep a run from starting when one of them can not be had, and the others are closed', async () => {
    const { told, output } = memoryOutput();
    const { script, result } = start([output, memoryOutput({ name: 'json=/x', start: () => Promise.reject(new Error('EACCES')) }).output]);
    await assert.rejects(
      result,
      (error) => error instanceof ScriptRefused && /the output json=\/x can't be had: EACCES/.test(error.message),
    );
    assert.deepEqual([script.created, told.abandoned], [[], 1]);
  });

  it('never harm the result: what they lose, throw or do not end is told by the log and in the result', async () => {
    const losing = memoryOutput({ name: 'losing', finish: async () => ['7 samples were not written'] });
    const throwing = memoryOutput({ name: 'throwing', finish: () => Promise.reject(new Error('oops')) });
    const hanging = memoryOutput({ name: 'hanging', finish: () => new Promise(() => {}) });
    const { clock, logs, result } = start([losing, throwing, hanging].map(({ output }) => output));
    await clock.advance(61_000);
    const problems = (await result).outputProblems;
    assert.deepEqual(problems, [
      'output losing: 7 samples were not written',
      'output throwing: oops',
      'output hanging: was not done 60 s after the run',
    ]);
    assert.deepEqual(
      logs.filter((line) => line.startsWith('error: output')),
      problems?.map((problem) => `error: ${problem}`),
    );
  });

  it('are closed when the engine itself fails', async () => {
    const { told, output } = memoryOutput();
    const { clock, result } = start([output], () => Promise.reject(new Error('no memory')));
    await clock.advance(1000);
    await assert.rejects(result, /no memory/);
    assert.deepEqual([told.abandoned, told.ends], [1, []]);
  });
});

describe('teeSamples', () => {
  it('is the registry itself when nobody listens', () => {
    const registry = new MetricRegistry();
    assert.equal(teeSamples(registry, []), registry);
  });

  it('counts and declares as the registry does', () => {
    const registry = new MetricRegistry();
    const heard: Sample[] = [];
    const sink = teeSamples(registry, [(sample) => heard.push(sample)]);
    sink.declare({ name: 'orders', type: 'counter', contains: 'default' });
    sink.check('ok', '', true);
    sink.add('orders', 3, {}, 5);
    sink.add('nobody_declared_me', 1, {}, 5);
    assert.deepEqual([registry.lost, registry.checks().length, registry.metric('orders')?.series.samples], [1, 1, 1]);
    const metric = { name: 'orders', type: 'counter', contains: 'default' };
    assert.deepEqual(heard, [{ metric, value: 3, tags: {}, atMs: 5, metadata: undefined }]);
  });
});

describe('batchSamples', () => {
  it('posts when there are enough, and the rest when it is flushed', () => {
    const posted: (readonly Sample[])[] = [];
    const batches = batchSamples(2, (samples) => posted.push(samples));
    const metric = { name: 'orders', type: 'counter', contains: 'default' } as const;
    for (const value of [1, 2, 3]) batches.sample({ metric, value, tags: {}, atMs: 0, metadata: undefined });
    assert.deepEqual(
      posted.map((samples) => samples.length),
      [2],
    );
    batches.flush();
    batches.flush();
    assert.deepEqual(
      posted.map((samples) => samples.map(({ value }) => value)),
      [[1, 2], [3]],
    );
  });
});

describe('maskOutput', () => {
  it('shows no secret to an output, in tags, metadata, options or what setup returned', async () => {
    const { told, output } = memoryOutput();
    const masked = maskOutput(output, secretMask(['tok-12345']));
    await masked.start({ startedAtMs: 0, scriptPath: 'a.ts', options: { userAgent: 'tok-12345' }, thresholds: {} });
    const metric = { name: 'http_reqs', type: 'counter', contains: 'default' } as const;
    const tags = { url: 'http://x/?key=tok-12345' };
    masked.sample?.({ metric, value: 1, tags, atMs: 0, metadata: { trace_id: 'tok-12345' } });
    masked.sample?.({ metric, value: 2, tags, atMs: 0, metadata: undefined });
    assert.deepEqual(told.starts[0]?.options, { userAgent: '***SECRET_REDACTED***' });
    assert.deepEqual(
      told.samples.map(({ tags, metadata }) => [tags, metadata]),
      [
        [{ url: 'http://x/?key=***SECRET_REDACTED***' }, { trace_id: '***SECRET_REDACTED***' }],
        [{ url: 'http://x/?key=***SECRET_REDACTED***' }, undefined],
      ],
    );
    assert.equal(told.samples[0]?.tags, told.samples[1]?.tags);
  });

  it('leaves out what an output does not have', () => {
    const least = { name: 'least', start: async () => {}, finish: async () => [] };
    assert.deepEqual(Object.keys(maskOutput(least, (value) => value)), ['name', 'start', 'finish']);
  });
});
