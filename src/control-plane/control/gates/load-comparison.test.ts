import assert from 'node:assert/strict';
import { gateResult } from '../../domain/gate/gate-result.ts';
import type { LoadRunner } from '../ports/load-runner.ts';
import { soundMeasurement } from '../ports/testing/memory-load-engine.ts';
import { addComparison } from './load-comparison.ts';

const watch = { signal: new AbortController().signal, onProgress: () => undefined, onLog: () => undefined };
const passed = gateResult('load', [{ rule: 'threshold', verdict: 'pass', sentence: 'It holds.' }], { measured: true });
const versions = {
  target: { version: 'v2', baseUrl: 'http://head' },
  baseline: { name: 'main', baseUrl: 'http://base', chance: () => 0.1 },
};

/** A runner that is as slow as `ms` says for each address, and remembers the environments that it was given. */
function runnerOf(ms: (url: string) => number) {
  const asked: Readonly<Record<string, string>>[] = [];
  const runner: LoadRunner = {
    run: async ({ env }) => {
      asked.push(env);
      const p95 = ms(env['BASE_URL'] ?? '');
      const values = { med: p95 / 2, 'p(95)': p95, 'p(99)': p95 * 2 };
      const metrics = {
        http_req_duration: { type: 'trend', contains: 'time', values },
        http_req_failed: { type: 'rate', contains: 'default', values: { rate: 0 } },
      } as const;
      return { kind: 'measured', result: soundMeasurement({ metrics }) };
    },
  };
  return { runner, asked };
}

const loadOf = (runner: LoadRunner) => ({
  load: {
    runner,
    scriptPath: '/gate.ts',
    env: { DURATION: '30s', RATE: '20' },
    secrets: {},
    deadlineMs: 1000,
    memoryBytes: 1,
    policy: { maximumDroppedShare: 0.01, maximumThrownIterations: 0 },
    comparison: { pairs: 7, policy: { alpha: 0.05, latencyMargin: 0.05, errorMargin: 0.001 }, env: { DURATION: '5s' } },
  },
});

describe('addComparison', () => {
  it('fails a candidate that is slower than the baseline, beside what the gate itself says', async () => {
    const { runner, asked } = runnerOf((url) => (url === 'http://head' ? 150 : 100));
    const result = await addComparison(passed, loadOf(runner), versions, watch);
    assert.equal(result.verdict, 'fail');
    assert.deepEqual(
      result.reasons.map(({ rule }) => rule),
      ['threshold', 'worse-than-base', 'worse-than-base', 'worse-than-base', 'compared'],
    );
    assert.equal(asked.length, 14);
    assert.deepEqual(asked[0], { DURATION: '5s', RATE: '20', BASE_URL: 'http://base' });
  });

  it('passes a candidate that is not', async () => {
    const { runner } = runnerOf(() => 100);
    assert.equal((await addComparison(passed, loadOf(runner), versions, watch)).verdict, 'pass');
  });

  it('keeps what the comparison went by, so that its verdict can be had again', async () => {
    const { runner } = runnerOf(() => 100);
    const { evidence } = await addComparison(passed, loadOf(runner), versions, watch);
    const kept = JSON.parse(JSON.stringify(evidence)) as { load: unknown; comparison: { against: string; pairs: number } };
    assert.deepEqual([kept.load, kept.comparison.against, kept.comparison.pairs], [{ measured: true }, 'main', 7]);
  });

  it('compares nothing where the gate did not pass, or the service has no load', async () => {
    const { runner, asked } = runnerOf(() => 100);
    const failed = gateResult('load', [{ rule: 'threshold', verdict: 'fail', sentence: 'It is crossed.' }], null);
    assert.equal(await addComparison(failed, loadOf(runner), versions, watch), failed);
    assert.equal(await addComparison(passed, { load: undefined }, versions, watch), passed);
    assert.equal(asked.length, 0);
  });
});
