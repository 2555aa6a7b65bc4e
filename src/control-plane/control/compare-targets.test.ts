import assert from 'node:assert/strict';
import { compareTargets } from './compare-targets.ts';
import type { LoadMeasurement, LoadOutcome, LoadRunRequest } from './ports/load-runner.ts';

const run: LoadRunRequest = {
  scriptPath: '/scripts/gate.ts',
  env: { RATE: '20' },
  secrets: {},
  signal: new AbortController().signal,
  onProgress: () => {},
  onLog: () => {},
  deadlineMs: 1000,
  memoryBytes: 1,
};

const trend = (ms: number) => ({
  type: 'trend' as const,
  contains: 'time' as const,
  values: { med: ms / 2, 'p(95)': ms, 'p(99)': ms * 2 },
});

function measured(ms: number, change: Partial<LoadMeasurement> = {}): LoadOutcome {
  return {
    kind: 'measured',
    result: {
      runner: 'embedded',
      outcome: 'completed',
      abortReason: undefined,
      durationMs: 1000,
      requests: 100,
      iterations: { completed: 100, interrupted: 0, threw: 0, dropped: 0 },
      exceptions: [],
      startLag: { p50: 0, p99: 0, max: 0 },
      checks: { passes: 0, fails: 0 },
      thresholds: [],
      metrics: { http_req_duration: trend(ms), http_req_failed: { type: 'rate', contains: 'default', values: { rate: 0 } } },
      summaryText: '',
      ...change,
    },
  };
}

const policy = { alpha: 0.05, latencyMargin: 0.05, errorMargin: 0.001 };
const urls = { base: 'http://base', head: 'http://head' };

/** Compares with a runner that answers by address; the chances are taken in turn. */
async function compare(answer: (url: string) => LoadOutcome, { pairs = 6, chances = [0.1, 0.9] } = {}) {
  const asked: string[] = [];
  let turn = 0;
  const comparison = await compareTargets({
    runner: {
      run: async ({ env }) => {
        asked.push(env['BASE_URL'] ?? '');
        assert.equal(env['RATE'], '20');
        return answer(env['BASE_URL'] ?? '');
      },
    },
    run,
    urls,
    pairs,
    policy,
    chance: () => chances[turn++ % chances.length] ?? 0,
  });
  return { comparison, asked };
}

describe('compareTargets', () => {
  it('draws by lot which target of a pair comes first', async () => {
    const { asked } = await compare(() => measured(100), { pairs: 2 });
    assert.deepEqual(asked, ['http://base', 'http://head', 'http://head', 'http://base']);
  });

  it('fails a head that is slower in every pair', async () => {
    const { comparison } = await compare((url) => measured(url === urls.head ? 150 : 100));
    assert.deepEqual(
      comparison.differences.map(({ measure, verdict }) => `${measure} ${verdict}`),
      ['p50 fail', 'p95 fail', 'p99 fail', 'error ratio pass'],
    );
  });

  it('passes a head that is the same', async () => {
    const { comparison } = await compare(() => measured(100));
    assert.ok(comparison.reasons.every(({ verdict }) => verdict === 'pass'));
  });

  const unusable: readonly (readonly [string, LoadOutcome, RegExp])[] = [
    ['was refused', { kind: 'refused', message: 'no default', location: 'gate.ts:1:1' }, /head was refused: gate.ts:1:1: no default/],
    ['was interrupted', measured(100, { outcome: 'interrupted' }), /was interrupted/],
    ['was aborted', measured(100, { outcome: 'aborted', abortReason: 'threshold' }), /was ended early: threshold/],
    ['threw', measured(100, { iterations: { completed: 1, interrupted: 0, threw: 2, dropped: 0 } }), /threw in 2 iterations/],
  ];
  for (const [what, outcome, sentence] of unusable) {
    it(`is inconclusive, and ends at once, when a run ${what}`, async () => {
      const { comparison, asked } = await compare((url) => (url === urls.head ? outcome : measured(100)), { chances: [0] });
      assert.deepEqual(
        comparison.reasons.map(({ verdict }) => verdict),
        ['inconclusive'],
      );
      assert.match(comparison.reasons[0]?.sentence ?? '', sentence);
      assert.equal(asked.length, 2);
    });
  }

  it('is inconclusive when nothing was requested', async () => {
    const { comparison } = await compare(() => measured(0, { requests: 0 }));
    assert.ok(comparison.reasons.every(({ verdict }) => verdict === 'inconclusive'));
  });
});
