import assert from 'node:assert/strict';
import type { ComparedPair } from '../../domain/comparison/compared-pair.ts';
import { judgeComparison } from '../../domain/comparison/judge-comparison.ts';
import { createPaint } from '../paint.ts';
import { comparisonText } from './comparison-text.ts';

const policy = { alpha: 0.05, latencyMargin: 0.05, errorMargin: 0.001 };
const figures = (p95: number) => ({ requests: 500, p50: p95 / 2, p95, p99: p95 * 2, errorRatio: 0 });

function text(factors: readonly number[]): string {
  const pairs: readonly ComparedPair[] = factors.map((factor) => ({ base: figures(100), head: figures(100 * factor) }));
  return comparisonText(judgeComparison(pairs, policy), { paint: createPaint(false), width: 80 });
}

const times = (count: number, factor: number): readonly number[] => Array.from({ length: count }, () => factor);

describe('comparisonText', () => {
  it('tells every measure with its difference, interval, margin and chance', () => {
    assert.match(text(times(8, 1.5)), /p95 +\+50 % +\+50 % … \+50 % +\+5 % +0\.016 +✗ fail/);
    assert.match(text(times(8, 1.5)), /✗ The head is worse than the base \(8 pairs of runs\)\./);
  });

  it('says of a pass what it may hide', () => {
    assert.match(text([...times(4, 1.4), ...times(4, 0.8)]), /not shown to be worse.*hide up to \+\d/);
    assert.match(text(times(8, 1)), /By more than the margins it is not\./);
  });

  it('says why nothing can be told, and what to do', () => {
    assert.match(text([2]), /1 pair of runs can't tell a slower service from a slower machine[\s\S]*it takes 7\.\n +Run 7 pairs/);
  });
});
