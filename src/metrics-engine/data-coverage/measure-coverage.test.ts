import assert from 'node:assert/strict';
import { gridOf } from '../asked-query.ts';
import { runToEnd } from '../promql/evaluate/run-to-end.ts';
import { every, readerOf } from '../promql/evaluate/testing/ask.ts';
import { parse } from '../promql/syntax/parse.ts';
import { type Coverage, measureCoverage } from './measure-coverage.ts';
import { selectorWindows } from './selector-windows.ts';

const minutes = (count: number) =>
  every(
    60,
    Array.from({ length: count }, () => 1),
  );
const shifted = (count: number, by: number) => minutes(count).map(([seconds, value]) => [seconds + by * 60, value] as const);

const READER = readerOf({
  'old{i="a"}': minutes(61),
  'young{i="a"}': shifted(11, 50),
  // One pod after the other.
  'pods{i="a"}': minutes(31),
  'pods{i="b"}': shifted(30, 31),
});

/** The coverage at the end of the hour. */
function coverageOf(expression: string): Coverage {
  const setting = { reader: READER, lookbackMs: 300_000, usualIntervalMs: 60_000 };
  return runToEnd(measureCoverage(parse(expression), gridOf({ atMs: 3_600_000 }), setting));
}

describe('the coverage of an expression', () => {
  const SENTENCES: readonly (readonly [expression: string, sentence: string])[] = [
    ['increase(old[30m])', 'all of 30 minutes'],
    ['increase(old[30d])', '1 hour of 30 days'],
    ['increase(young[30d])', '10 minutes of 30 days'],
    ['increase(none[30d])', 'nothing of 30 days'],
    ['sum(increase(pods[1h]))', 'all of 1 hour'],
    ['increase(young[1h]) / increase(old[1h])', '10 minutes of 1 hour'],
    ['old', 'all of 5 minutes'],
    ['old offset 58m', '2 minutes of 5 minutes'],
    ['old @ 120', '2 minutes of 5 minutes'],
    ['1 + 1', 'no data is asked for'],
  ];
  for (const [expression, sentence] of SENTENCES) {
    it(`is "${sentence}" of ${expression}`, () => assert.equal(coverageOf(expression).sentence, sentence));
  }

  it('tells of each selector how many scrapes it has and should have', () => {
    assert.deepEqual(coverageOf('sum(increase(young{i="a"}[1h])) / vector(1)'), {
      windowMs: 3_600_000,
      coveredMs: 600_000,
      sentence: '10 minutes of 1 hour',
      selectors: [
        {
          selector: 'young{i="a"}',
          windowMs: 3_600_000,
          coveredMs: 600_000,
          sentence: '10 minutes of 1 hour',
          seriesCount: 1,
          oldestMs: 3_000_000,
          newestMs: 3_600_000,
          expectedScrapes: 60,
          foundScrapes: 11,
        },
      ],
    });
  });

  it('tells that there is nothing in numbers, too', () => {
    const { coveredMs, selectors } = coverageOf('none');
    const [none] = selectors;
    assert.deepEqual([coveredMs, none?.seriesCount, none?.foundScrapes, none?.expectedScrapes], [0, 0, 0, 5]);
    assert.deepEqual([none?.oldestMs, none?.newestMs], [undefined, undefined]);
  });
});

/** In seconds, over a range from 1,000 to 2,000 with a lookback of 300. */
function windowsOf(expression: string): readonly (readonly [number, number])[] {
  const grid = gridOf({ startMs: 1_000_000, endMs: 2_000_000, stepMs: 300_000 });
  return selectorWindows(parse(expression), grid, 300_000).map(({ window }) => [window.startMs / 1000, window.endMs / 1000]);
}

describe('the windows of selectors', () => {
  const KNOWN: readonly (readonly [expression: string, windows: readonly (readonly [number, number])[]])[] = [
    ['x', [[700, 1900]]],
    ['x[1m]', [[940, 1900]]],
    ['rate(x[1m] offset 100s)', [[840, 1800]]],
    ['max_over_time(rate(x[1m])[100s:10s])', [[840, 1900]]],
    ['max_over_time(rate(x[1m])[100s:10s] offset 10s)', [[830, 1890]]],
    ['rate(x[1m] @ 500)', [[440, 500]]],
    ['rate(x[1m] @ start() offset -10s)', [[950, 1010]]],
    ['rate(x[1m] @ end())', [[1940, 2000]]],
  ];
  for (const [expression, windows] of KNOWN)
    it(`are ${JSON.stringify(windows)} of ${expression}`, () => assert.deepEqual(windowsOf(expression), windows));
  it('stand in the order of the selectors, and info() asks for no labels of its own', () => {
    assert.deepEqual(windowsOf('topk(scalar(x), y) + max_over_time(z[2m:]) + vector(1)'), [
      [700, 1900],
      [700, 1900],
      [580, 1900],
    ]);
    assert.deepEqual(windowsOf('info(x, {a="b"})'), [[700, 1900]]);
  });
});
