import assert from 'node:assert/strict';
import { compareRecords } from './compare-records.ts';
import type { RecordedRun } from './ports/load-engine.ts';

const policy = { alpha: 0.05, latencyMargin: 0.05, errorMargin: 0.001 };
const figure = (value: number) => ({ value, low: value * 0.9, high: value * 1.1 });

function recorded(ms: number, changes: Partial<RecordedRun> = {}): RecordedRun {
  return {
    test: 'one',
    script: 'gate.ts',
    startedAtMs: 0,
    outcome: 'completed',
    threw: 0,
    tooSlow: [],
    requests: 100,
    p50: figure(ms / 2),
    p95: figure(ms),
    p99: figure(ms * 2),
    errorRatio: { value: 0, low: 0, high: 0.03 },
    ...changes,
  };
}

const runs = (ms: number, count = 7): readonly RecordedRun[] => Array.from({ length: count }, () => recorded(ms));

function verdicts(base: readonly RecordedRun[], head: readonly RecordedRun[]): readonly string[] {
  const compared = compareRecords(base, head, policy);
  assert.ok(compared.ok, JSON.stringify(compared));
  return compared.comparison.reasons.map(({ rule, verdict }) => `${rule} ${verdict}`);
}

describe('compareRecords', () => {
  it('fails a head that is slower in every pair', () => {
    assert.deepEqual(verdicts(runs(100), runs(150)), [...Array.from({ length: 3 }, () => 'worse-than-base fail'), 'compared pass']);
  });

  it('gives one run a side its intervals and no verdict', () => {
    assert.deepEqual(verdicts(runs(100, 1), runs(150, 1)).at(-1), 'too-few-pairs inconclusive');
  });

  it('leaves out pairs in which a generator was too slow', () => {
    const slow = runs(150).map((run, index) => (index < 2 ? { ...run, tooSlow: ['late'] } : run));
    assert.equal(verdicts(runs(100), slow).at(-1), 'too-few-pairs inconclusive');
  });

  const refused: readonly (readonly [string, readonly RecordedRun[], readonly RecordedRun[], RegExp])[] = [
    ['numbers of runs that differ', runs(100), runs(100, 5), /7 runs of the base and 5 of the head/],
    ['another script', runs(100), runs(100).map((run) => ({ ...run, test: 'other' })), /are not of one test/],
    ['a run that was cut short', runs(100), runs(100).map((run) => ({ ...run, outcome: 'interrupted' as const })), /was interrupted/],
    ['a run that threw', runs(100).map((run) => ({ ...run, threw: 3 })), runs(100), /threw in 3 iterations/],
  ];
  for (const [what, base, head, problem] of refused) {
    it(`refuses ${what}`, () => {
      const compared = compareRecords(base, head, policy);
      assert.ok(!compared.ok && problem.test(compared.problem), JSON.stringify(compared));
    });
  }
});
