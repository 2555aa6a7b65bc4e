import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { MemoryReader } from '../promql/evaluate/testing/memory-series.ts';
import { SeriesStore } from '../store/series-store.ts';
import { coveredSpans } from './covered-spans.ts';
import { lengthOf, type TimeSpan, unionOf } from './time-span.ts';

const MINUTE = 60_000;

type Span = readonly [start: number, end: number];
type Fact = readonly [fact: string, at: readonly number[], window: Span, spans: readonly Span[]];

/** The spans of a series with samples at some minutes, over a window in minutes, in minutes. */
function spansOf(at: readonly number[], [start, end]: Span): readonly Span[] {
  const series = new MemoryReader().series({ __name__: 'x' });
  for (const minute of at) series.append(minute * MINUTE, 1);
  return coveredSpans(series, { startMs: start * MINUTE, endMs: end * MINUTE }, MINUTE).map(({ startMs, endMs }) => [
    startMs / MINUTE,
    endMs / MINUTE,
  ]);
}

/** By definition: each sample until the next, but for one and a half intervals at most. */
function slowly(times: readonly number[], window: TimeSpan): readonly TimeSpan[] {
  const until = times.filter((atMs) => atMs <= window.endMs);
  const inside = until.filter((atMs) => atMs > window.startMs);
  const known = until.slice(Math.max(0, until.length - inside.length - 1));
  const distances = known.slice(1).map((atMs, index) => atMs - (known[index] ?? 0));
  const reachMs = (distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? MINUTE) * 1.5;
  const spans = known.map((atMs, index) => ({
    startMs: Math.max(window.startMs, atMs),
    endMs: Math.min(window.endMs, atMs + reachMs, known[index + 1] ?? Infinity),
  }));
  return unionOf(spans.filter(({ startMs, endMs }) => startMs < endMs));
}

describe('what a series tells of a window', () => {
  const KNOWN: readonly Fact[] = [
    ['is nothing without samples', [], [0, 10], []],
    ['is the time from the first sample to the end', [5, 6, 7, 8, 9], [0, 10], [[5, 10]]],
    ['is all when it was there before', [-2, -1, 0, 1, 2, 3, 4], [0, 4], [[0, 4]]],
    ['is all when the last sample before the window is near enough', [-0.5, 0.5, 1.5, 2.5], [0, 3], [[0, 3]]],
    ['ends one and a half intervals after the last sample', [0, 1, 2, 3], [0, 10], [[0, 4.5]]],
    [
      'has gaps where scrapes are missing',
      [0, 1, 2, 5, 6, 7, 8],
      [0, 8],
      [
        [0, 3.5],
        [5, 8],
      ],
    ],
    ['has no gap where a scrape is late', [0, 1, 2.4, 3.4, 4.4], [0, 4.4], [[0, 4.4]]],
    ['is nothing when all was long before', [-20, -19], [0, 10], []],
    ['is nothing when all comes after', [11, 12], [0, 10], []],
    ['is what one sample tells at the usual interval', [2], [0, 10], [[2, 3.5]]],
    ['is nothing yet of a sample at the very end', [10], [0, 10], []],
  ];
  for (const [fact, at, window, spans] of KNOWN) it(fact, () => assert.deepEqual(spansOf(at, window), spans));

  it('is found in a sealed month as by looking at every sample', () => {
    const scrapes = fc.array(fc.record({ from: fc.nat({ max: 3_000 }), length: fc.integer({ min: 1, max: 200 }) }), { maxLength: 6 });
    const check = fc.property(scrapes, fc.nat({ max: 20 }), (outages, jitterMs) => {
      const missing = new Set(outages.flatMap(({ from, length }) => Array.from({ length }, (_, index) => from + index)));
      const times = Array.from({ length: 3_000 }, (_, index) => index * 15_000 + (index % 3) * jitterMs).filter(
        (_, index) => !missing.has(index),
      );
      const series = new SeriesStore({ maxSeries: 1 }).series({ __name__: 'x' });
      for (const atMs of times) series?.append(atMs, atMs);
      const window = { startMs: 1_000_000, endMs: 46_000_000 };
      const found = series === undefined ? [] : coveredSpans(series, window, MINUTE);
      const expected = slowly(times, window);
      assert.equal(found.length, expected.length);
      for (const [index, { startMs, endMs }] of expected.entries()) {
        const { startMs: foundStart = 0, endMs: foundEnd = 0 } = found[index] ?? {};
        // The interval is a median of few, so it may differ from that of all by three jitters; an end is one and a half intervals away.
        assert.ok(
          startMs === foundStart && Math.abs(endMs - foundEnd) <= 1.5 * 3 * jitterMs,
          `${foundStart}–${foundEnd}, not ${startMs}–${endMs}`,
        );
      }
    });
    fc.assert(check, { numRuns: 40 });
  });
});

describe('unionOf', () => {
  it('joins what overlaps or touches, and keeps the order of time', () => {
    const spans = [
      [5, 6],
      [1, 2],
      [2, 3],
      [1, 1.5],
    ].map(([startMs = 0, endMs = 0]) => ({ startMs, endMs }));
    assert.deepEqual(unionOf(spans), [
      { startMs: 1, endMs: 3 },
      { startMs: 5, endMs: 6 },
    ]);
    assert.equal(lengthOf(unionOf(spans)), 3);
    assert.deepEqual(unionOf([]), []);
  });
});
