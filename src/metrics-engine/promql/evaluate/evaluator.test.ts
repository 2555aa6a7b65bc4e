import assert from 'node:assert/strict';
import { parse } from '../syntax/parse.ts';
import { annotationList } from './annotation-list.ts';
import { PROMETHEUS_3 } from './evaluation.ts';
import { createEvaluator } from './evaluator.ts';
import { gridAt } from './instants.ts';
import { runToEnd } from './run-to-end.ts';
import { ask, every, readerOf } from './testing/ask.ts';

const READER = readerOf({ x: every(60, [1, 2, 3, 4]), z: every(60, [5]) });
const GRID = gridAt(180_000);

function evaluatorOver(grid = GRID) {
  const budget = { read: () => undefined, keep: () => undefined };
  return createEvaluator({ reader: READER, budget, options: PROMETHEUS_3, grid, annotations: annotationList('') });
}

describe('the evaluator', () => {
  it('takes an expression of another type than it is asked for as a bug of the caller', () => {
    const evaluator = evaluatorOver();
    assert.throws(() => runToEnd(evaluator.vector(parse('1'), GRID)), /^Error: an expression of kind number came to a scalar where/);
    assert.throws(() => runToEnd(evaluator.scalar(parse('x'), GRID)), /came to a vector where the parser should have seen to a scalar/);
    assert.throws(() => evaluator.text(parse('x')), /should have seen to a string/);
    assert.throws(() => runToEnd(evaluator.evaluate(parse('x[1m]'), GRID)), /should have seen to a scalar or an instant vector/);
    assert.throws(() => runToEnd(evaluator.overRanges(parse('x'), GRID, () => 1)), /should have seen to a range/);
  });

  it('leaves out the instants for which a function on windows has no answer, and series that have none at all', () => {
    const grid = { startMs: 0, stepMs: 60_000, count: 3 };
    const columns = runToEnd(evaluatorOver().overRanges(parse('x[2m]'), grid, ({ index }) => (index === 1 ? 7 : undefined)));
    assert.deepEqual(
      columns.map(({ values, present }) => [[...values], [...present]]),
      [[[0, 7, 0], [0, 1, 0]]], // biome-ignore format: two columns
    );
    assert.deepEqual(runToEnd(evaluatorOver().overRanges(parse('x[2m]'), grid, () => undefined)), []);
  });

  it('shows a function the edges of its window and what stands in it', () => {
    const seen: unknown[] = [];
    const grid = { startMs: 120_000, stepMs: 60_000, count: 2 };
    runToEnd(
      evaluatorOver().overRanges(parse('x[2m] offset 30s'), grid, (window) => {
        const { startMs, endMs, index, count, firstMs, first, lastMs, last } = window;
        seen.push({ startMs, endMs, index, count, firstMs, first, lastMs, last });
        return undefined;
      }),
    );
    assert.deepEqual(seen, [
      { startMs: -30_000, endMs: 90_000, index: 0, count: 2, firstMs: 0, first: 1, lastMs: 60_000, last: 2 },
      { startMs: 30_000, endMs: 150_000, index: 1, count: 2, firstMs: 60_000, first: 2, lastMs: 120_000, last: 3 },
    ]);
  });

  it('evaluates what is the same at every instant once', () => {
    let selected = 0;
    const counting = { select: (matchers: Parameters<typeof READER.select>[0]) => (selected++, READER.select(matchers)) };
    assert.deepEqual(ask(counting, 'x @ 60 + scalar(z @ 0)', [0, 120, 60]), { '{}': [7, 7, 7] });
    assert.equal(selected, 2);
    assert.deepEqual(ask(READER, 'scalar(x @ 60)', [0, 120, 60]), [2, 2, 2]);
  });

  it('refuses smoothing factors that are not between 0 and 1', () => {
    assert.throws(
      () => ask(READER, 'double_exponential_smoothing(x[3m], 0, 0.5)', 180),
      /^QueryError: invalid smoothing factor. Expected: 0 < sf < 1, got: 0.000000$/,
    );
    assert.throws(
      () => ask(READER, 'double_exponential_smoothing(x[3m], 0.5, 1)', 180),
      /^QueryError: invalid trend factor. Expected: 0 < tf < 1, got: 1.000000$/,
    );
  });
});
