import assert from 'node:assert/strict';
import { type InMemoryScriptOptions, inMemoryScript, type StageAnswer } from './in-memory-script.ts';
import type { LoadResult, RunEnding } from './load-result.ts';
import { manualClock } from './manual-clock.ts';
import type { RunScriptRequest } from './run-request.ts';
import { runScript } from './run-script.ts';

type Setting = Omit<InMemoryScriptOptions, 'clock'>;

/** Runs a script for a minute of a clock of its own; a signal comes after `stopMs`. */
async function runIt(setting: Setting, changes: Partial<RunScriptRequest> = {}, stopMs?: number): Promise<LoadResult> {
  const clock = manualClock();
  const script = inMemoryScript({ ...setting, clock });
  const stop = new AbortController();
  const result = runScript({
    scriptPath: script.path,
    env: {},
    limits: { memoryBytes: 1, initMs: 1, allowedHosts: undefined, maxVus: 100 },
    signal: stop.signal,
    onProgress: () => {},
    log: () => {},
    clock,
    openScript: async () => script,
    workingFolder: '/nowhere',
    ...changes,
  });
  if (stopMs !== undefined) {
    await clock.advance(stopMs);
    stop.abort();
  }
  await clock.advance(60_000);
  return result;
}

const second: Setting['iterate'] = ({ take }) => take(1000);
const threw = async (): Promise<StageAnswer> => ({ outcome: { kind: 'threw', message: 'oops', location: undefined }, returned: undefined });
const aborts = async (): Promise<StageAnswer> => ({ outcome: { kind: 'test-aborted', reason: 'no' }, returned: undefined });
const hangs = async (_: string | undefined, take: (ms: number) => Promise<StageAnswer['outcome']>): Promise<StageAnswer> => ({
  outcome: await take(100_000),
  returned: undefined,
});
const failing: Setting['iterate'] = async ({ take, sink }) => {
  sink.add('http_req_failed', 1, {}, 0);
  return take(1000);
};

const endings: readonly (readonly [RunEnding | undefined, Setting, number?])[] = [
  [undefined, { iterate: second }],
  ['setup-threw', { iterate: second, stages: { setup: threw } }],
  ['setup-timeout', { iterate: second, stages: { setup: hangs }, options: { setupTimeout: '1s' } }],
  ['teardown-threw', { iterate: second, stages: { teardown: threw } }],
  ['script-abort', { iterate: second, stages: { teardown: aborts } }],
  ['teardown-timeout', { iterate: second, stages: { teardown: hangs }, options: { teardownTimeout: '1s' } }],
  ['script-abort', { iterate: async () => ({ kind: 'test-aborted', reason: 'enough' }) }],
  ['script-fail', { iterate: async ({ facts, take }) => (facts.markFailed?.('bad'), take(1000)) }],
  ['signal', { iterate: second, options: { duration: '30s' } }, 5000],
  ['signal', { iterate: second, stages: { setup: hangs } }, 5000],
  [
    'threshold',
    { iterate: failing, options: { duration: '30s', thresholds: { http_req_failed: [{ threshold: 'rate<0.5', abortOnFail: true }] } } },
  ],
];

describe('what ended a run', () => {
  for (const [ending, setting, stopMs] of endings) {
    it(`is ${ending ?? 'nothing'} ${stopMs === undefined ? '' : `after ${stopMs} ms `}with ${Object.keys(setting.stages ?? {}).join() || 'no stages'}`, async () => {
      assert.equal((await runIt(setting, {}, stopMs)).endedBy, ending);
    });
  }
});

describe('a run that does without a stage', () => {
  const stages: Setting['stages'] = { setup: threw, teardown: threw, handleSummary: async () => threw() };

  it('runs none of them', async () => {
    const result = await runIt({ iterate: second, stages }, { skip: ['setup', 'teardown', 'handleSummary'] });
    assert.deepEqual([result.endedBy, result.exceptions, result.iterations.completed], [undefined, [], 1]);
  });

  it('judges no thresholds, those of a file neither', async () => {
    const setting = { iterate: second, options: { thresholds: { iterations: ['count>5'] } } };
    assert.equal((await runIt(setting)).thresholds[0]?.passed, false);
    const optionLayers = { flags: {}, environment: {}, file: { thresholds: { vus: ['value>5'] } } };
    assert.deepEqual((await runIt(setting, { skip: ['thresholds'], optionLayers })).thresholds, []);
  });
});

describe('a threshold on what never had a sample', () => {
  const thresholds = {
    http_req_duration: ['p(95)<200', 'avg>1'],
    http_req_failed: ['rate<0.01', 'rate>0.5'],
    http_reqs: ['count<5', 'count>=1'],
    grpc_req_duration: ['max==0'],
  };
  const passed = async (changes: Partial<RunScriptRequest>): Promise<readonly string[]> =>
    (await runIt({ iterate: second, options: { thresholds } }, changes)).thresholds.flatMap((result) =>
      result.passed ? [result.expression] : [],
    );

  it('fails', async () => assert.deepEqual(await passed({}), []));

  it('has the answer of k6 where that is asked for: a rate is left out, all else is 0', async () => {
    const expected = ['p(95)<200', 'rate<0.01', 'rate>0.5', 'count<5', 'max==0'];
    assert.deepEqual(await passed({ withoutSamples: 'passes' }), expected);
  });
});
