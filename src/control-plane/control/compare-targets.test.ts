import assert from 'node:assert/strict';
import { compareTargets } from './compare-targets.ts';
import type { LoadMeasurement, LoadOutcome } from './ports/load-runner.ts';

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
/** Compares with runs that are answered by side; the chances are taken in turn. */
async function compare(answer: (side: string) => LoadOutcome, { pairs = 7, chances = [0.1, 0.9] } = {}) {
  const asked: string[] = [];
  let turn = 0;
  const comparison = await compareTargets({
    run: async ({ side, pair }) => {
      asked.push(`${side} ${pair}`);
      return answer(side);
    },
    pairs,
    policy,
    chance: () => chances[turn++ % chances.length] ?? 0,
  });
  return { comparison, asked };
}

const slow = { loopDelay: { p50: 90, p99: 300, max: 900 }, cpuShare: 1, memoryBytes: 1, tooSlow: ['the event loop was late'] };

describe('compareTargets', () => {
  it('draws by lot which target of a pair comes first', async () => {
    const { asked } = await compare(() => measured(100), { pairs: 2 });
    assert.deepEqual(asked, ['base 1', 'head 1', 'head 2', 'base 2']);
  });

  it('fails a head that is slower in every pair', async () => {
    const { comparison } = await compare((side) => measured(side === 'head' ? 150 : 100));
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
      const { comparison, asked } = await compare((side) => (side === 'head' ? outcome : measured(100)), { chances: [0] });
      assert.deepEqual(
        comparison.reasons.map(({ verdict }) => verdict),
        ['inconclusive'],
      );
      assert.match(comparison.reasons[0]?.sentence ?? '', sentence);
      assert.equal(asked.length, 2);
    });
  }

  it('makes a pair again in which the generator was too slow, on either side', async () => {
    let run = 0;
    const { comparison, asked } = await compare(
      () => {
        run += 1;
        return measured(100, run === 3 || run === 6 ? { generator: slow } : {});
      },
      { chances: [0] },
    );
    assert.equal(asked.length, 18);
    assert.equal(comparison.pairs, 7);
    assert.ok(comparison.reasons.every(({ verdict }) => verdict === 'pass'));
  });

  it('is inconclusive when the generator stays too slow, and then stops', async () => {
    const { comparison, asked } = await compare(() => measured(100, { generator: slow }));
    assert.equal(asked.length, 28);
    assert.ok(comparison.reasons.length > 0 && comparison.reasons.every(({ verdict }) => verdict === 'inconclusive'));
  });

  it('is inconclusive when nothing was requested', async () => {
    const { comparison } = await compare(() => measured(0, { requests: 0 }));
    assert.ok(comparison.reasons.every(({ verdict }) => verdict === 'inconclusive'));
  });
});
