import type { Grid, Work } from '../promql/evaluate/evaluation.ts';
import type { ReadableSeries, SeriesReader } from '../promql/evaluate/series-reader.ts';
import type { Expression } from '../promql/syntax/expression.ts';
import { print } from '../promql/syntax/print.ts';
import { coverageSentence } from './coverage-sentence.ts';
import { coveredSpans } from './covered-spans.ts';
import { sampleInterval } from './sample-interval.ts';
import { type SelectorWindow, selectorWindows } from './selector-windows.ts';
import { lengthOf, type TimeSpan, unionOf } from './time-span.ts';

/** How much of a window there are samples of. */
export interface CoveredWindow {
  readonly windowMs: number;
  /** The time of which any series tells, from 0 for no data to windowMs. */
  readonly coveredMs: number;
  /** Such as `10 minutes of 30 days`. */
  readonly sentence: string;
}

/** The coverage of one selector of an expression. */
export interface SelectorCoverage extends CoveredWindow {
  readonly selector: string;
  /** How many series have samples in the window. */
  readonly seriesCount: number;
  /** The times of the oldest and the newest sample in the window; undefined without any. */
  readonly oldestMs: number | undefined;
  readonly newestMs: number | undefined;
  /** Of the series that has most samples in the window: how many it would have without a gap at its own interval, and how many it has. */
  readonly expectedScrapes: number;
  readonly foundScrapes: number;
}

/** The coverage of an expression: that of its worst selector. An expression that asks for no data covers all of nothing. */
export interface Coverage extends CoveredWindow {
  readonly selectors: readonly SelectorCoverage[];
}

export interface CoverageSetting {
  readonly reader: SeriesReader;
  readonly lookbackMs: number;
  /** Between two samples of a series that has only one. */
  readonly usualIntervalMs: number;
}

/** Measures how much of what an expression looks back on over a grid there are samples of. Throws QueryError 'bad-query' as selectorWindows does. */
export function* measureCoverage(expression: Expression, grid: Grid, setting: CoverageSetting): Work<Coverage> {
  const selectors: SelectorCoverage[] = [];
  for (const each of selectorWindows(expression, grid, setting.lookbackMs)) selectors.push(yield* measureSelector(each, setting));
  const [worst] = selectors.toSorted((a, b) => a.coveredMs / a.windowMs - b.coveredMs / b.windowMs || b.windowMs - a.windowMs);
  const { windowMs, coveredMs, sentence } = worst ?? { windowMs: 0, coveredMs: 0, sentence: 'no data is asked for' };
  return { windowMs, coveredMs, sentence, selectors };
}

function* measureSelector({ selector, window }: SelectorWindow, { reader, usualIntervalMs }: CoverageSetting): Work<SelectorCoverage> {
  const windowMs = window.endMs - window.startMs;
  let covered: readonly TimeSpan[] = [];
  const inside: ReadableSeries[] = [];
  for (const series of reader.select(selector.matchers)) {
    yield undefined;
    if (samplesIn(series, window).count > 0) inside.push(series);
    // Most series are scraped together: the first one mostly tells all.
    if (lengthOf(covered) < windowMs) covered = unionOf([...covered, ...coveredSpans(series, window, usualIntervalMs)]);
  }
  const coveredMs = lengthOf(covered);
  const sentence = coverageSentence(coveredMs, windowMs);
  return { selector: print(selector), windowMs, coveredMs, sentence, ...countScrapes(inside, window, usualIntervalMs) };
}

interface SamplesIn {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

function samplesIn(series: ReadableSeries, { startMs, endMs }: TimeSpan): SamplesIn {
  const from = series.firstAfter(startMs);
  const to = series.firstAfter(endMs, from);
  return { from, to, count: to - from };
}

type Counts = Pick<SelectorCoverage, 'seriesCount' | 'oldestMs' | 'newestMs' | 'expectedScrapes' | 'foundScrapes'>;

function countScrapes(inside: readonly ReadableSeries[], window: TimeSpan, usualIntervalMs: number): Counts {
  const each = inside.map((series) => ({ series, ...samplesIn(series, window) }));
  const [fullest] = each.toSorted((a, b) => b.count - a.count);
  const intervalMs = (fullest && sampleInterval(fullest.series, fullest.from, fullest.to)) ?? usualIntervalMs;
  return {
    seriesCount: each.length,
    oldestMs: each.reduce<number | undefined>(
      (oldest, { series, from }) => Math.min(oldest ?? Number.POSITIVE_INFINITY, series.timeAt(from)),
      undefined,
    ),
    newestMs: each.reduce<number | undefined>(
      (newest, { series, to }) => Math.max(newest ?? Number.NEGATIVE_INFINITY, series.timeAt(to - 1)),
      undefined,
    ),
    expectedScrapes: Math.round((window.endMs - window.startMs) / intervalMs),
    foundScrapes: fullest?.count ?? 0,
  };
}
