import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { evaluateQuery } from '../evaluate/evaluate-query.ts';
import { type EngineOptions, type Grid, PROMETHEUS_3 } from '../evaluate/evaluation.ts';
import { instantOf } from '../evaluate/instants.ts';
import { runToEnd } from '../evaluate/run-to-end.ts';
import { MemoryReader } from '../evaluate/testing/memory-series.ts';
import type { Expression } from '../syntax/expression.ts';
import type { FunctionName } from '../syntax/function-signatures.ts';
import { NAIVE, type NaiveSample } from './testing/naive-over-time.ts';

const SPAN = { start: 0, end: 0 };
const UNBOUNDED = { read: () => undefined, keep: () => undefined };

function number(value: number): Expression {
  return { kind: 'number', value, span: SPAN };
}

function rangeOf(lengthMs: number): Expression {
  const selector = { kind: 'selector', matchers: [], offset: { kind: 'fixed', ms: 0 }, at: undefined, span: SPAN } as const;
  return { kind: 'range', selector, range: { kind: 'fixed', ms: lengthMs }, span: SPAN };
}

/** The call of a function, its scalar arguments where it takes them. */
function callOf(name: FunctionName, lengthMs: number): Expression {
  const range = rangeOf(lengthMs);
  const ARGS: Partial<Record<FunctionName, readonly Expression[]>> = {
    quantile_over_time: [number(0.3), range],
    predict_linear: [range, number(60)],
    double_exponential_smoothing: [range, number(0.5), number(0.1)],
  };
  return { kind: 'call', name, args: ARGS[name] ?? [range], span: SPAN };
}

function valuesOf(
  samples: readonly NaiveSample[],
  call: Expression,
  grid: Grid,
  semantics: EngineOptions['semantics'],
): readonly unknown[] {
  const reader = new MemoryReader();
  const series = reader.series({ __name__: 'x' });
  for (const { atMs, value } of samples) series.append(atMs, value);
  const setting = { reader, budget: UNBOUNDED, options: { ...PROMETHEUS_3, semantics }, text: '' };
  const answer = runToEnd(evaluateQuery(call, grid, setting));
  const column = answer.kind === 'vector' ? answer.columns[0] : undefined;
  return Array.from({ length: grid.count }, (_, index) => (column?.present[index] === 1 ? column.values[index] : undefined));
}

function expectedOf(
  name: keyof typeof NAIVE,
  samples: readonly NaiveSample[],
  lengthMs: number,
  grid: Grid,
  semantics: EngineOptions['semantics'],
): readonly unknown[] {
  return Array.from({ length: grid.count }, (_, index) => {
    const endMs = instantOf(grid, index);
    const isBehindEdge = (atMs: number) => (semantics === 3 ? atMs > endMs - lengthMs : atMs >= endMs - lengthMs);
    const window = samples.filter(({ atMs }) => atMs <= endMs && isBehindEdge(atMs));
    return window.length === 0 ? undefined : NAIVE[name]({ window, startMs: endMs - lengthMs, endMs, semantics });
  });
}

const VALUE = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 20 }) },
  { weight: 4, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308, -1e308) },
);

/** Samples at uneven distances, with gaps. */
function samplesArbitrary(maxLength: number): fc.Arbitrary<readonly NaiveSample[]> {
  return fc
    .array(fc.record({ gapMs: fc.constantFrom(1, 500, 500, 1000, 1000, 1000, 1000, 1000, 1000, 7000), value: VALUE }), { maxLength })
    .map((steps) => {
      let atMs = 0;
      return steps.map(({ gapMs, value }) => ({ atMs: (atMs += gapMs), value }));
    });
}

const GRID: fc.Arbitrary<Grid> = fc.record({
  // Mostly on the samples' own instants, so that edges of windows meet samples.
  startMs: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -5, max: 60 }).map((seconds) => seconds * 1000) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 60_000 }) },
  ),
  stepMs: fc.constantFrom(1, 500, 1000, 3000, 20_000),
  count: fc.integer({ min: 1, max: 12 }),
});

describe('functions over ranges', () => {
  for (const name of Object.keys(NAIVE) as (keyof typeof NAIVE)[]) {
    it(`${name} is what its definition says, window by window`, () => {
      const windows = fc.constantFrom(1000, 4000, 5500, 30_000);
      fc.assert(
        fc.property(samplesArbitrary(60), GRID, windows, fc.constantFrom(2, 3), (samples, grid, lengthMs, semantics) => {
          const expected = expectedOf(name, samples, lengthMs, grid, semantics);
          assert.deepEqual(valuesOf(samples, callOf(name, lengthMs), grid, semantics), expected);
        }),
        { numRuns: 100 },
      );
    });
  }

  // Each way of reading samples is chosen by how many there are to a window and how far windows overlap.
  const WAYS: readonly (readonly [way: string, lengthMs: number, grid: Grid])[] = [
    ['few and far apart, samples read by number', 1000, { startMs: 100_000, stepMs: 90_000, count: 2 }],
    ['long and overlapping, samples read ahead', 150_000, { startMs: 160_000, stepMs: 20_000, count: 3 }],
    ['long and close, samples decoded once', 150_000, { startMs: 160_000, stepMs: 1000, count: 30 }],
    ['one alone', 150_000, { startMs: 160_000, stepMs: 1, count: 1 }],
  ];
  for (const [way, lengthMs, grid] of WAYS) {
    it(`answer what their definitions say where windows are ${way}`, () => {
      const samples = Array.from({ length: 2000 }, (_, index) => ({ atMs: index * 100, value: ((index * 7919) % 1000) / 7 }));
      for (const name of Object.keys(NAIVE) as (keyof typeof NAIVE)[])
        assert.deepEqual(valuesOf(samples, callOf(name, lengthMs), grid, 3), expectedOf(name, samples, lengthMs, grid, 3), name);
    });
  }
});
